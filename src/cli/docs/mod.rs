//! `leastwise docs`: generate documents from policies, or check that they are up to date.

mod files;
mod make;
mod update;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::output;
use super::outputs::Outputs;
use super::settings::ConfigArguments;
use super::sink::Sink;
use super::{Ended, Global, input};
use crate::docs::{self, DocFilter, Kind, Named, Texts};
use crate::model::SourceText;
use crate::policy::{Policy, check_choices, library};
use crate::yaml::{list_words, nearest};
use files::Wanted;
use make::DocGenerator;

#[derive(Debug, clap::Args)]
#[command(
    mut_arg("phase", |phase| phase.help(
        "The phase of the integration [default: both phases are shown separately]"
    )),
    mut_arg("connectwise", |version| version.help(
        "The version of ConnectWise PSA, such as 2025.1 [default: all versions are shown separately]"
    )),
)]
pub(super) struct Arguments {
    /// IDs, titles or words of titles from the library, paths, or URLs with a digest [default: the
    /// policies in the configuration]
    #[arg(value_name = "POLICY", add = clap_complete::ArgValueCompleter::new(crate::cli::candidates::policies))]
    policies: Vec<String>,
    /// Contents of the documents
    #[arg(long, value_enum, value_name = "KIND", default_value_t = Kind::Guide)]
    kind: Kind,
    /// Format [default: determined by the output file's extension, otherwise markdown]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FormatArgument>,
    /// Write to a file; or to a directory, with a file for each policy and an index
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Write nothing; show the differences, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Update the marked regions of Markdown files instead of writing documents
    #[arg(long, value_name = "FILE", num_args = 1..,
          conflicts_with_all = ["policies", "kind", "format", "output", "template", "index_template"])]
    update: Vec<PathBuf>,
    /// A template that replaces the built-in one of this kind and format
    #[arg(long, value_name = "FILE")]
    template: Option<String>,
    /// A template that replaces that of the index
    #[arg(long, value_name = "FILE")]
    index_template: Option<String>,
    #[command(flatten)]
    language: LanguageArguments,
    /// Print the built-in template, as a starting point
    #[arg(long, conflicts_with_all = ["policies", "output", "check", "update", "print_texts"])]
    print_template: bool,
    /// Print the texts of the documents, as a starting point for a translation
    #[arg(long, conflicts_with_all = ["policies", "output", "check", "update"])]
    print_texts: bool,
    #[command(flatten)]
    choices: ChoiceArguments,
    #[command(flatten)]
    config: ConfigArguments,
}

/// The language of the sentences that are not from policies.
#[derive(Clone, Debug, Default, clap::Args)]
struct LanguageArguments {
    /// The language of the generated text: en or de. Text from policies is not translated
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "texts")]
    language: Option<String>,
    /// A file with translated or reworded texts
    #[arg(long, value_name = "FILE")]
    texts: Option<String>,
}

/// Formats of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArgument {
    /// Markdown, for GitHub
    Markdown,
    /// A self-contained HTML page
    Html,
    /// The values for templates (leastwise/docs/v1)
    Json,
}

impl FormatArgument {
    fn extension(self) -> &'static str {
        self.format().map_or("json", docs::Format::extension)
    }

    fn format(self) -> Option<docs::Format> {
        match self {
            Self::Markdown => Some(docs::Format::Markdown),
            Self::Html => Some(docs::Format::Html),
            Self::Json => None,
        }
    }
}

impl LanguageArguments {
    fn texts(&self) -> Result<Arc<Texts>, Failure> {
        if let Some(path) = &self.texts {
            let source = source(path)?;
            return Ok(Arc::new(Texts::parse(&source)?));
        }
        let language = self.language.as_deref().unwrap_or("en");
        match Texts::of(language) {
            Some(texts) => Ok(Arc::new(texts?)),
            None => Err(Failure::usage(
                format!("there is no translation for the language `{language}`"),
                format!(
                    "use {}, or specify a translation with `--texts`; `leastwise docs --print-texts` prints what to translate",
                    list_words(Texts::languages())
                ),
            )),
        }
    }
}

impl ChoiceArguments {
    /// The choices for a document; everything else is shown with its condition.
    fn narrowing(&self) -> DocFilter {
        let choices = self.choices();
        DocFilter {
            on: choices.on,
            off: choices.off,
            phase: self.phase,
            connectwise: choices.connectwise,
        }
    }
}

/// A policy, and how it was named.
type Source = (Policy, Named);

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    if arguments.print_template || arguments.print_texts {
        return print(arguments, global.sink);
    }
    let check = arguments.check.then_some(global.color);
    if !arguments.update.is_empty() {
        return files::write_or_check(update::regions(arguments, global.sink)?, check, global.sink);
    }
    if arguments.check && output::file(arguments.output.as_deref()).is_none() {
        return Err(Failure::usage(
            "`--check` has nothing to compare with",
            "specify the file or directory with `-o`, or files with marked regions with `--update`",
        ));
    }
    let policies = policies(arguments)?;
    refuse_unknown(&arguments.choices, &policies)?;
    let maker = DocGenerator::new(arguments, format(arguments)?)?;
    let Some(path) = output::file(arguments.output.as_deref()) else {
        global.sink.print(maker.one(&policies)?.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    let folder = files::is_folder(path, policies.len(), arguments.kind);
    let wanted = if folder {
        files::refuse_file(path)?;
        maker.folder(path, &policies)?
    } else {
        vec![Wanted {
            text: maker.one(&policies)?,
            path: path.to_owned(),
            generated: true,
        }]
    };
    if check.is_none() {
        spare(&wanted, &policies, arguments)?;
        if folder {
            output::make_folder(path)?;
        }
    }
    files::write_or_check(wanted, check, global.sink)
}

/// Refuses features that no policy has.
fn refuse_unknown(choices: &ChoiceArguments, policies: &[Source]) -> Result<(), Failure> {
    let policies: Vec<&Policy> = policies.iter().map(|(policy, _)| policy).collect();
    Ok(check_choices(&policies, &choices.choices())?)
}

/// Refuses to overwrite an input of a document.
fn spare(wanted: &[Wanted], policies: &[Source], arguments: &Arguments) -> Result<(), Failure> {
    let outputs = Outputs::new(wanted.iter().map(|file| file.path.as_path()))?;
    outputs.refuse_policies(policies.iter().map(|(policy, _)| policy))?;
    outputs.refuse("the configuration", arguments.config.path()?)?;
    outputs.refuse("a template", &arguments.template)?;
    outputs.refuse("a template", &arguments.index_template)?;
    outputs.refuse("the texts", &arguments.language.texts)
}

/// The policies of the command line, or else of the configuration.
fn policies(arguments: &Arguments) -> Result<Vec<Source>, Failure> {
    let names = if arguments.policies.is_empty() {
        let configured = match arguments.config.load()? {
            Some(config) => crate::engine::configured_policies(&config),
            None => Vec::new(),
        };
        if configured.is_empty() {
            return Err(Failure::usage(
                "no policy given",
                format!("specify a path, or {}", crate::cli::named::library_hint()),
            ));
        }
        configured
    } else {
        arguments.policies.clone()
    };
    let policies = crate::cli::named::policies(&names)?;
    let policies = policies.into_iter().zip(&names);
    let policies: Vec<Source> = policies
        .map(|(policy, name)| (policy, named(name)))
        .collect();
    for (at, (policy, _)) in policies.iter().enumerate() {
        let mut others = policies.iter().take(at);
        if let Some((other, _)) = others.find(|(other, _)| other.id() == policy.id()) {
            return Err(Failure::usage(
                format!(
                    "`{}` and `{}` have the same id, `{}`",
                    other.source.name(),
                    policy.source.name(),
                    policy.id()
                ),
                "specify each policy once; documents are named after the policy's id",
            ));
        }
    }
    Ok(policies)
}

/// How a policy was named.
fn named(name: &str) -> Named {
    if library::text(name).is_some() {
        Named::ById
    } else {
        Named::ByFile
    }
}

/// The given format, or that of the file extension.
fn format(arguments: &Arguments) -> Result<FormatArgument, Failure> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let path = output::file(arguments.output.as_deref());
    let extension = path
        .and_then(|path| path.extension())
        .and_then(|e| e.to_str());
    let folder = path.is_some_and(|path| files::is_folder(path, 1, arguments.kind));
    let Some(extension) = extension.filter(|_| !folder) else {
        return Ok(FormatArgument::Markdown);
    };
    match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "mdx" | "txt" => Ok(FormatArgument::Markdown),
        "html" | "htm" => Ok(FormatArgument::Html),
        "json" => Ok(FormatArgument::Json),
        other => {
            let near = nearest(other, ["md", "html", "json"]);
            let near = near.map_or_else(|| "md`, `.html` or `.json".to_owned(), str::to_owned);
            Err(Failure::usage(
                format!("no format has the extension `.{extension}`"),
                format!("choose one with `--format`, or use the extension `.{near}`"),
            ))
        }
    }
}

/// Reads a user's file as text.
fn source(path: &str) -> Result<Arc<SourceText>, Failure> {
    let source = input::decoded(input::name(path), input::bytes(path)?, "this")?;
    Ok(Arc::new(source))
}

/// Prints a built-in template or the texts.
fn print(arguments: &Arguments, sink: Sink) -> Ended {
    let text = if arguments.print_texts {
        Texts::original()
    } else {
        let format = format(arguments)?.format().ok_or_else(|| {
            Failure::usage(
                "the JSON format has no template",
                "choose `--format markdown` or `--format html`",
            )
        })?;
        docs::built_in(arguments.kind, format)
    };
    sink.print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
