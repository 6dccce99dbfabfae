//! `leastwise audit`: every API member, its role and policies, ordered by what a stolen key could do.

mod arguments;
mod claims;
mod evidence;
mod inputs;
#[cfg(feature = "live")]
mod live;
pub(super) mod record;
mod verify;

use super::failure::{Failure, exit_code};
use super::format::of_file;
use super::output::{self, Screen};
use super::outputs::Outputs;
use super::{Ended, Global};
use crate::cli::guesses::warn_of_guesses;
use crate::config::Config;
use crate::engine::audit::{self, Audit, AuditOptions, Controls, since};
use crate::policy::Choices;
use crate::render::{
    AuditLook, audit_as_csv, audit_as_html, audit_as_markdown, audit_as_oscal, print_audit,
    write_json,
};
use crate::yaml::list_words;
pub(super) use arguments::Arguments;
use arguments::{Command, Format};
use claims::{Policies, audited, claim, requirements};
use inputs::{exclude, paths, read_paths, saved_tenant};
use record::Record;

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    if let Some(Command::Verify(arguments)) = &arguments.command {
        return verify::run(arguments, global.sink);
    }
    let output = output::file(arguments.output.as_deref());
    let outputs = Outputs::new(output)?;
    let config = arguments.config.load()?;
    #[cfg(feature = "live")]
    let fetched = arguments.live.read(config.as_ref(), global)?;
    #[cfg(not(feature = "live"))]
    let fetched = None;
    let controls = arguments.controls.as_deref().map(controls).transpose()?;
    let (read, excluded, tenant) = if let Some(fetched) = fetched {
        fetched
    } else {
        let paths = paths(arguments, config.as_ref())?;
        let options = arguments.read.options();
        let read = read_paths(&paths, &options, &outputs, global.quiet)?;
        let (kept, excluded) = exclude(read, config.as_ref())?;
        (kept, excluded, saved_tenant(&paths)?)
    };
    let options = AuditOptions {
        people: arguments.people,
        idle_after_days: arguments.idle_after,
    };
    let caller = tenant.as_ref().and_then(|tenant| tenant.caller.as_deref());
    let mut policies = Policies::default();
    let choices = chosen(arguments, config.as_ref());
    let claims = read
        .iter()
        .map(|role| claim(role, arguments, config.as_ref(), caller, &mut policies))
        .collect::<Result<Vec<_>, _>>()?;
    outputs.refuse_config(config.as_ref())?;
    outputs.refuse_policies(policies.values())?;
    let record = Record::of(&choices, config.as_ref(), excluded, options);
    let mut audit = if let Some(folder) = &arguments.evidence {
        let read = evidence::Evidence {
            roles: &read,
            claims: &claims,
            policies: &policies,
            tenant: tenant.as_ref(),
            previous: arguments.previous.as_deref(),
        };
        let audit = evidence::write(folder, record, &read, global.sink)?;
        global.sink.note(&format!(
            "note: the evidence is in `{0}`; to sign it: ssh-keygen -Y sign -f KEY -n leastwise-audit {0}/MANIFEST",
            folder.to_string_lossy()
        ));
        audit
    } else {
        let asked = claims
            .iter()
            .map(|claim| requirements(claim, &policies, &choices))
            .collect::<Result<Vec<_>, _>>()?;
        audit::audit(
            &audited(&read, &claims, &asked),
            record.context(tenant.as_ref()),
        )
    };
    if let Some(folder) = &arguments.since {
        let evidence = folder.join("roles");
        let folder = if evidence.is_dir() { &evidence } else { folder };
        let earlier = read_paths(
            std::slice::from_ref(folder),
            &arguments.read.options(),
            &outputs,
            global.quiet,
        )?;
        audit.compare_since(since(&earlier, &read));
    }
    audit.controls = controls;
    arguments.sort.sort(&mut audit);
    let text = rendered(&audit, arguments, global)?;
    global.sink.write(output, &text)?;
    global.sink.next(
        output.filter(|_| !audit.members.is_empty()),
        "start with the first members; `leastwise plan ROLE -p POLICY` lists the changes to a role",
    );
    let guesses = warn_of_guesses(policies.values(), global.sink);
    let fails = arguments.fail_on.fails(&audit);
    Ok(exit_code(!audit.complete || guesses, fails))
}

/// The audit in the chosen format.
fn rendered(audit: &Audit, arguments: &Arguments, global: Global) -> Result<Vec<u8>, Failure> {
    let output = output::file(arguments.output.as_deref());
    let mut text = Vec::new();
    let screen = Screen::of_output(global.color, output);
    let format = arguments.format.or_else(|| of_file(output));
    match format.unwrap_or(Format::Human) {
        Format::Human => {
            let look = AuditLook {
                all: arguments.all,
                width: screen.width,
                color: screen.color,
            };
            print_audit(audit, look, &mut text)?;
        }
        Format::Json => write_json(audit, &mut text)?,
        Format::Csv => audit_as_csv(audit, &mut text)?,
        Format::Markdown => audit_as_markdown(audit, &mut text)?,
        Format::Html => audit_as_html(audit, &mut text)?,
        Format::Oscal => audit_as_oscal(audit, &mut text)?,
    }
    Ok(text)
}

/// The features of the command line and of the configuration.
fn chosen(arguments: &Arguments, config: Option<&Config>) -> Choices {
    let mut choices = arguments.choices.choices();
    if let Some(config) = config {
        let (on, off) = (&config.document.features, &config.document.no_features);
        choices.on.extend(on.iter().map(|name| name.value.clone()));
        choices
            .off
            .extend(off.iter().map(|name| name.value.clone()));
    }
    choices
}

/// The controls of a framework.
fn controls(framework: &str) -> Result<Controls, Failure> {
    Controls::of(framework).ok_or_else(|| {
        let known = Controls::frameworks()
            .iter()
            .map(|framework| framework.id.as_str());
        Failure::usage(
            format!("there is no framework `{framework}`"),
            format!("use one of {}", list_words(known)),
        )
    })
}
