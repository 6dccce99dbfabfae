//! Templates, which turn values into documents. Users can replace each.

use std::sync::Arc;

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::template_error::unknown;
use super::texts::{Part, Texts, parts};
use super::{Format, Kind};
use crate::model::{Problem, SourceText, escape_controls};
use crate::page;
use crate::page::markdown;
use crate::yaml::nearest;

/// The built-in templates, under the names used to include them.
const TEMPLATES: [(&str, &str); 25] = [
    ("about.html", include_str!("templates/about.html")),
    ("about.md", include_str!("templates/about.md")),
    ("afterwards.html", include_str!("templates/afterwards.html")),
    ("afterwards.md", include_str!("templates/afterwards.md")),
    ("columns.md", include_str!("templates/columns.md")),
    ("end.html", include_str!("templates/end.html")),
    ("end.md", include_str!("templates/end.md")),
    ("features.html", include_str!("templates/features.html")),
    ("features.md", include_str!("templates/features.md")),
    ("guide.html", include_str!("templates/guide.html")),
    ("guide.md", include_str!("templates/guide.md")),
    ("index.html", include_str!("templates/index.html")),
    ("index.md", include_str!("templates/index.md")),
    ("legend.html", include_str!("templates/legend.html")),
    ("legend.md", include_str!("templates/legend.md")),
    ("lists.html", include_str!("templates/lists.html")),
    ("lists.md", include_str!("templates/lists.md")),
    (
        "permissions.html",
        include_str!("templates/permissions.html"),
    ),
    ("permissions.md", include_str!("templates/permissions.md")),
    ("scope.html", include_str!("templates/scope.html")),
    ("scope.md", include_str!("templates/scope.md")),
    ("table.html", include_str!("templates/table.html")),
    ("table.md", include_str!("templates/table.md")),
    ("unlisted.html", include_str!("templates/unlisted.html")),
    ("unlisted.md", include_str!("templates/unlisted.md")),
];

/// The text of a built-in template, as a starting point for users.
pub fn built_in(kind: Kind, format: Format) -> &'static str {
    let name = name(kind, format);
    TEMPLATES
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, text)| text)
}

fn name(kind: Kind, format: Format) -> &'static str {
    match (kind, format) {
        (Kind::Guide, Format::Markdown) => "guide.md",
        (Kind::Table, Format::Markdown) => "table.md",
        (Kind::Index, Format::Markdown) => "index.md",
        (Kind::Guide, Format::Html) => "guide.html",
        (Kind::Table, Format::Html) => "table.html",
        (Kind::Index, Format::Html) => "index.html",
    }
}

/// Templates, ready for use.
#[derive(Debug)]
pub(super) struct Templates {
    environment: Environment<'static>,
    pub(super) kind: Kind,
    pub(super) format: Format,
    /// The user's template, which replaces a built-in one.
    own: Option<Arc<SourceText>>,
}

impl Templates {
    /// The templates for a kind of document and format; `own` replaces the outermost.
    ///
    /// # Errors
    ///
    /// Syntax errors in `own`, with their line.
    pub(super) fn new(
        kind: Kind,
        format: Format,
        texts: &Arc<Texts>,
        own: Option<Arc<SourceText>>,
    ) -> Result<Self, Problem> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_keep_trailing_newline(true);
        environment.set_auto_escape_callback(move |_| escaping(format));
        environment.set_formatter(write_value);
        for (name, text) in TEMPLATES {
            if let Err(error) = environment.add_template(name, text) {
                return Err(problem(&error, None, |_, _| None));
            }
        }
        add_filters(&mut environment, texts);
        if let Some(own) = &own {
            environment
                .add_template_owned(own.name().to_owned(), own.text().to_owned())
                .map_err(|error| problem(&error, Some(own), |_, _| None))?;
        }
        Ok(Self {
            environment,
            kind,
            format,
            own,
        })
    }

    /// Makes a document from its values.
    ///
    /// # Errors
    ///
    /// Undefined variables and other errors, with their line.
    pub(super) fn render(&self, values: &Value) -> Result<String, Problem> {
        let own = self.own.as_ref();
        let name = own.map_or(name(self.kind, self.format), |own| own.name());
        self.environment
            .get_template(name)
            .and_then(|template| template.render(values))
            .map_err(|error| {
                let unknown = |file: &str, line| unknown(&self.environment, file, line, values);
                problem(&error, own, unknown)
            })
    }
}

const MARKDOWN: AutoEscape = AutoEscape::Custom("markdown");

const fn escaping(format: Format) -> AutoEscape {
    match format {
        Format::Markdown => MARKDOWN,
        Format::Html => AutoEscape::Html,
    }
}

/// Escapes text for the format.
fn escape(state: &State<'_, '_>, text: &str) -> String {
    match state.auto_escape() {
        AutoEscape::Html => page::escape(text),
        AutoEscape::Custom(_) => markdown::text(text),
        _ => text.to_owned(),
    }
}

/// A value as markup. An undefined value is an error even if a filter or a text would ignore it.
fn markup(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(match value.kind() {
        ValueKind::Undefined => return Err(ErrorKind::UndefinedError.into()),
        ValueKind::None => String::new(),
        _ if value.is_safe() => value.to_string(),
        _ => escape(state, &value.to_string()),
    })
}

/// Formats everything that a template prints: empty values print nothing, and anything but the
/// template's markup is escaped.
fn write_value(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    out.write_str(&markup(state, value)?).map_err(Error::from)
}

/// Markup around a value, one for each format.
fn around(state: &State<'_, '_>, value: &Value, html: &str, mark: &str) -> Result<Value, Error> {
    let inner = markup(state, value)?;
    Ok(Value::from_safe_string(
        if matches!(state.auto_escape(), AutoEscape::Html) {
            format!("<{html}>{inner}</{html}>")
        } else {
            format!("{mark}{inner}{mark}")
        },
    ))
}

fn code(state: &State<'_, '_>, value: &Value) -> Result<Value, Error> {
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    let text = value.to_string();
    Ok(Value::from_safe_string(
        if matches!(state.auto_escape(), AutoEscape::Html) {
            format!("<code>{}</code>", page::escape(&text))
        } else {
            markdown::code(&text)
        },
    ))
}

/// A link if the address is safe; otherwise the text.
fn link(state: &State<'_, '_>, value: &Value, url: &str) -> Result<Value, Error> {
    let text = markup(state, value)?;
    let web = ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    // A page in the same directory.
    let beside = !url.contains([':', '\\']) && !url.starts_with('/');
    Ok(Value::from_safe_string(match state.auto_escape() {
        _ if !web && !beside => text,
        AutoEscape::Html => format!("<a href=\"{}\">{text}</a>", page::escape(url)),
        _ => format!("[{text}]({})", markdown::address(url)),
    }))
}

fn add_filters(environment: &mut Environment<'static>, texts: &Arc<Texts>) {
    environment.add_filter("strong", |state: &State<'_, '_>, value: &Value| {
        around(state, value, "strong", "**")
    });
    environment.add_filter("em", |state: &State<'_, '_>, value: &Value| {
        around(state, value, "em", "*")
    });
    environment.add_filter("code", |state: &State<'_, '_>, value: &Value| {
        code(state, value)
    });
    environment.add_filter("link", |state: &State<'_, '_>, value: &Value, url: &str| {
        link(state, value, url)
    });
    // In a code block only its end has an effect, and that is on a separate line.
    environment.add_filter("verbatim", |text: &str| {
        Value::from_safe_string(escape_controls(text).into_owned())
    });
    let said = Arc::clone(texts);
    environment.add_filter(
        "list",
        move |state: &State<'_, '_>, items: &Value, last: Option<&str>| {
            let items = items.try_iter()?.map(|item| markup(state, &item));
            let items = items.collect::<Result<Vec<String>, Error>>()?;
            let list = said.list(last.unwrap_or("list_last"), &items);
            Ok::<_, Error>(Value::from_safe_string(list))
        },
    );
    environment.add_function("h", |state: &State<'_, '_>, level: usize| {
        let base = state
            .lookup("heading")
            .and_then(|base| usize::try_from(base).ok());
        let level = base.unwrap_or(1).saturating_add(level).saturating_sub(1);
        Value::from_safe_string("#".repeat(level.clamp(1, 6)))
    });
    let said = Arc::clone(texts);
    environment.add_function(
        "t",
        move |state: &State<'_, '_>, key: &str, values: Kwargs| {
            let text = said.get(key).ok_or_else(|| no_text(&said, key))?;
            let mut out = String::new();
            for part in parts(text) {
                match part {
                    Part::Text(text) => out.push_str(&escape(state, text)),
                    Part::Placeholder(name) => {
                        let value: Value = values.get(name).map_err(|_| {
                            let what = format!("the text `{key}` needs a value for `{name}`");
                            Error::new(ErrorKind::MissingArgument, what)
                        })?;
                        out.push_str(&markup(state, &value)?);
                    }
                }
            }
            values.assert_all_used()?;
            Ok::<_, Error>(Value::from_safe_string(out))
        },
    );
}

fn no_text(texts: &Texts, key: &str) -> Error {
    let near = nearest(key, texts.keys());
    let help = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Error::new(
        ErrorKind::UndefinedError,
        format!("there is no text `{key}`{help}"),
    )
}

/// The error of a template as a sentence; `unknown` finds the undefined name in a line.
fn problem(
    error: &Error,
    own: Option<&Arc<SourceText>>,
    unknown: impl Fn(&str, usize) -> Option<String>,
) -> Problem {
    // The innermost error of a chain has the cause, the outermost the line in the user's file.
    let mut what = error;
    let mut chain = vec![error];
    while let Some(inner) = std::error::Error::source(what).and_then(|source| source.downcast_ref())
    {
        what = inner;
        chain.push(inner);
    }
    let said = match what.detail() {
        Some(detail) => detail.to_owned(),
        None => what.kind().to_string(),
    };
    let kind = match what.kind() {
        ErrorKind::SyntaxError => "this is not a valid template",
        ErrorKind::UndefinedError => "the template uses something undefined",
        ErrorKind::TemplateNotFound => "the template includes a file that does not exist",
        _ => "the template failed",
    };
    let help = "docs/reference/templates.md lists the values, filters and texts; \
                `--format json` prints the values of this policy";
    let name = own.map(|own| own.name());
    let line = chain
        .iter()
        .filter(|error| error.name() == name)
        .find_map(|error| error.line());
    let undefined = what.kind() == ErrorKind::UndefinedError && what.detail().is_none();
    let said = match (name, line) {
        (Some(name), Some(line)) if undefined => unknown(name, line),
        _ if undefined => None,
        _ => Some(said),
    };
    let message = said.map_or_else(|| kind.to_owned(), |said| format!("{kind}: {said}"));
    let file = match (name.or(error.name()), line) {
        (Some(name), Some(line)) => format!("{name}:{line}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => return Problem::new(message).with_help(help),
    };
    Problem::in_file(file, message).with_help(help)
}
