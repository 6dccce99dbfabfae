//! Makes the values of a document from a policy and choices.

use std::fmt::Write as _;

use super::filter::{DocFilter, Named};
use super::one_line::{once, one_line};
use super::sheet::{
    Chosen, Sheet, SheetCredential, SheetEntry, SheetFeature, SheetGuide, SheetMember, SheetModule,
    SheetSetting, SheetSource, Verify,
};
use super::table::{TableOf, table};
use super::texts::Texts;
use super::view::View;
use crate::model::{Level, normalize};
use crate::policy::{Active, Guide, Phase, Policy, ResolveError, active, defined, resolve};

impl Sheet {
    /// The values of a document for a policy, including the policies that it extends.
    ///
    /// # Errors
    ///
    /// When choices contradict each other, or the policies that it extends do.
    pub fn of(
        policy: &Policy,
        named: Named,
        narrowing: &DocFilter,
        texts: &Texts,
    ) -> Result<Self, ResolveError> {
        let narrowing = narrowing.of(policy);
        // Contradictions are errors before anything is published.
        let phase = narrowing.phase.unwrap_or(Phase::Setup);
        resolve(&[policy], &narrowing.choices(phase))?;
        let chosen = !(narrowing.on.is_empty() && narrowing.off.is_empty());
        let active: Option<Active> = if chosen {
            Some(active(policy, &narrowing.choices(phase)).map_err(ResolveError::Choice)?)
        } else {
            None
        };
        let features = features(policy);
        let parts = || policy.lineage().map(|part| &part.document);
        let unlisted = parts()
            .find_map(|part| part.unlisted.as_ref())
            .map_or(Level::None, |stated| stated.value);
        let view = View {
            texts,
            active,
            phase: narrowing.phase,
            connectwise: narrowing.connectwise,
            titles: features
                .iter()
                .map(|feature| (feature.name.clone(), feature.title.clone()))
                .collect(),
            unlisted,
        };
        let mut made = table(policy, &view);
        let reason_rows = reasons_differ(&made.modules);
        order_rows(&mut made.modules);
        let any = |has: fn(&SheetEntry) -> bool| entries(&made.modules).any(has);
        let applies = || parts().filter_map(|part| part.applies.as_ref());
        Ok(Self {
            schema: "leastwise/docs/v1",
            language: texts.language().to_owned(),
            id: policy.id().to_owned(),
            title: one_line(&policy.document.title),
            vendor: first(parts().map(|part| part.vendor.as_deref())),
            version: policy.document.version.as_deref().map(one_line),
            summary: first(parts().map(|part| part.summary.as_deref())),
            sources: sources(policy),
            partial: policy.is_partial(),
            connectwise: once(applies().filter_map(|applies| {
                let written = applies.connectwise.as_ref()?;
                Some(written.value.as_str())
            })),
            editions: once(applies().filter_map(|applies| applies.edition.as_deref())),
            chosen: chosen_words(&view, &narrowing, &features),
            credentials: credentials(policy, texts),
            member: member(policy, texts),
            guide: guide(policy),
            notes: once(parts().flat_map(|part| &part.notes).map(String::as_str)),
            unlisted,
            has_purposes: any(|entry| !entry.purposes.is_empty()),
            has_notes: has_notes(&made.modules),
            has_when: any(|entry| !entry.when.is_empty()),
            levels: granted(entries(&made.modules)),
            functions: made
                .modules
                .iter()
                .map(|module| module.functions.len())
                .sum(),
            reason_rows,
            verify: verify(policy, named, &view, &narrowing, &features, &made),
            modules: made.modules,
            lists: made.lists,
            afterwards: made.afterwards,
            features,
        })
    }
}

/// Whether reasons differ from level to level in most functions that have several levels.
fn reasons_differ(modules: &[SheetModule]) -> bool {
    let functions = modules.iter().flat_map(|module| &module.functions);
    let (mut several, mut differing) = (0_usize, 0_usize);
    for function in functions {
        let levels: usize = function
            .entries
            .iter()
            .map(|entry| entry.levels.len())
            .sum();
        let mut reasons = function.entries.iter().map(|entry| &entry.purposes);
        let first = reasons.next();
        several += usize::from(levels > 1);
        differing += usize::from(reasons.any(|reason| Some(reason) != first));
    }
    differing > 0 && differing * 2 >= several
}

/// Every entry of a table.
fn entries(modules: &[SheetModule]) -> impl Iterator<Item = &SheetEntry> {
    let functions = modules.iter().flat_map(|module| &module.functions);
    functions.flat_map(|function| &function.entries)
}

/// How many levels above None a table has.
fn granted<'a>(entries: impl Iterator<Item = &'a SheetEntry>) -> usize {
    let levels = entries.flat_map(|entry| &entry.levels);
    levels.filter(|level| level.max > Level::None).count()
}

/// Puts the rows of each function in the order of the columns on ConnectWise's screen.
fn order_rows(modules: &mut [SheetModule]) {
    let functions = modules.iter_mut().flat_map(|module| &mut module.functions);
    for function in functions {
        let first = |entry: &SheetEntry| entry.levels.first().map(|level| level.operation);
        function.entries.sort_by_key(first);
    }
}

/// Whether any function or level has a remark.
fn has_notes(modules: &[SheetModule]) -> bool {
    let mut functions = modules.iter().flat_map(|module| &module.functions);
    functions.any(|function| {
        let mut entries = function.entries.iter();
        !function.notes.is_empty() || entries.any(|entry| !entry.notes.is_empty())
    })
}

fn first<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    texts.flatten().next().map(one_line)
}

fn features(policy: &Policy) -> Vec<SheetFeature> {
    let mut all: Vec<SheetFeature> = Vec::new();
    let title = |name: &str| {
        defined(policy)
            .find(|(known, _)| *known == name)
            .map_or_else(|| name.to_owned(), |(_, feature)| one_line(&feature.title))
    };
    for (name, feature) in defined(policy) {
        if all.iter().any(|known| known.name == name) {
            continue;
        }
        all.push(SheetFeature {
            name: name.to_owned(),
            title: one_line(&feature.title),
            purpose: feature.purpose.as_deref().map(one_line),
            default: feature.default,
            requires: feature
                .requires
                .iter()
                .map(|name| title(&name.value))
                .collect(),
        });
    }
    all
}

fn chosen_words(view: &View<'_>, narrowing: &DocFilter, features: &[SheetFeature]) -> Chosen {
    let titles = |counts: bool| match &view.active {
        None => Vec::new(),
        Some(active) => features
            .iter()
            .filter(|feature| active.contains(&feature.name) == counts)
            .map(|feature| feature.title.clone())
            .collect(),
    };
    Chosen {
        features: view.active.is_some(),
        with: titles(true),
        without: titles(false),
        phase: narrowing.phase,
        connectwise: narrowing.connectwise.map(|version| version.to_string()),
    }
}

fn sources(policy: &Policy) -> Vec<SheetSource> {
    let mut all: Vec<SheetSource> = Vec::new();
    for source in policy.lineage().flat_map(|part| &part.document.sources) {
        let url = one_line(&source.url);
        let made = SheetSource {
            title: source
                .title
                .as_deref()
                .map_or_else(|| url.clone(), one_line),
            url,
            retrieved: source.retrieved.as_ref().map(|day| one_line(&day.value)),
        };
        if !all.contains(&made) {
            all.push(made);
        }
    }
    all
}

/// The credentials without duplicates; the policy's own entries take precedence.
fn credentials(policy: &Policy, texts: &Texts) -> Vec<SheetCredential> {
    let mut all: Vec<SheetCredential> = Vec::new();
    for written in policy.lineage().flat_map(|part| &part.document.credentials) {
        let name = one_line(&written.name);
        if !all.iter().any(|known| known.name == name) {
            let note = written.note.as_deref().map(one_line);
            let found = found_at(&name).map(|key| texts.say(key, &[]));
            all.push(SheetCredential { name, note, found });
        }
    }
    all
}

/// The text that says where ConnectWise shows a value.
fn found_at(name: &str) -> Option<&'static str> {
    let name = normalize(name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    [
        ("credential_public", &["public"] as &[&str]),
        ("credential_private", &["private"]),
        ("credential_client", &["client id", "clientid"]),
        (
            "credential_url",
            &["url", "site", "server", "codebase", "domain"],
        ),
        ("credential_company", &["company"]),
    ]
    .into_iter()
    .find_map(|(key, words)| has(words).then_some(key))
}

fn member(policy: &Policy, texts: &Texts) -> SheetMember {
    let parts = || {
        let parts = policy.lineage();
        parts.filter_map(|part| part.document.member.as_ref())
    };
    let spanned = |written: &crate::yaml::Maybe<crate::yaml::Spanned<String>>| {
        written.as_ref().map(|written| one_line(&written.value))
    };
    let plain = |written: &crate::yaml::Maybe<String>| written.as_deref().map(one_line);
    let fields = [
        (
            "member_license_class",
            parts().find_map(|m| spanned(&m.license_class)),
        ),
        ("member_level", parts().find_map(|m| spanned(&m.level))),
        (
            "member_location",
            parts().find_map(|m| spanned(&m.location)),
        ),
        (
            "member_business_unit",
            parts().find_map(|m| spanned(&m.business_unit)),
        ),
        (
            "member_time_zone",
            parts().find_map(|m| plain(&m.time_zone)),
        ),
        (
            "member_excluded_boards",
            parts().find_map(|m| plain(&m.excluded_boards)),
        ),
    ];
    let setting = |(key, value): (&str, Option<String>)| {
        Some(SheetSetting {
            label: texts.say(key, &[]),
            value: value?,
        })
    };
    SheetMember {
        settings: fields.into_iter().filter_map(setting).collect(),
        notes: once(parts().flat_map(|m| &m.notes).map(String::as_str)),
    }
}

fn guide(policy: &Policy) -> SheetGuide {
    let all = |of: fn(&Guide) -> &Vec<String>| {
        let parts = policy.lineage();
        let guides = parts.filter_map(|part| part.document.guide.as_ref());
        once(guides.flat_map(of).map(String::as_str))
    };
    SheetGuide {
        introduction: all(|guide| &guide.introduction),
        role: all(|guide| &guide.role),
        member: all(|guide| &guide.member),
        key: all(|guide| &guide.key),
        closing: all(|guide| &guide.closing),
    }
}

fn verify(
    policy: &Policy,
    named: Named,
    view: &View<'_>,
    narrowing: &DocFilter,
    features: &[SheetFeature],
    made: &TableOf,
) -> Verify {
    let id = policy.id();
    let file = (named == Named::ByFile).then(|| {
        let name = policy.source.name();
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        one_line(name)
    });
    let word = file.as_deref().map_or_else(|| id.to_owned(), in_shell);
    let mut options = format!("-p {word}");
    for (flag, names) in [
        ("--feature", &narrowing.on),
        ("--no-feature", &narrowing.off),
    ] {
        for name in names {
            _ = write!(options, " {flag} {}", in_shell(name));
        }
    }
    if narrowing.phase == Some(Phase::Setup) {
        options.push_str(" --phase setup");
    }
    if let Some(version) = narrowing.connectwise {
        _ = write!(options, " --connectwise {version}");
    }
    // In incomplete tables, excess and unchecked lists are notes, which reports show only with
    // `--verbose`.
    if policy.is_partial() || !made.lists.is_empty() {
        options.push_str(" --verbose");
    }
    let open = |default: bool| {
        let features = features.iter().filter(|feature| feature.default == default);
        match view.active {
            None => features.map(|feature| feature.name.clone()).collect(),
            Some(_) => Vec::new(),
        }
    };
    Verify {
        command: format!("leastwise check --live {options}"),
        saved: format!("leastwise check ROLE.json {options}"),
        file,
        features: open(false),
        default_features: open(true),
        setup: narrowing.phase.is_none() && !made.afterwards.is_empty(),
        unstated: entries(&made.modules).any(|entry| entry.levels.is_empty()),
    }
}

/// A command-line word, quoted if a shell would split it.
fn in_shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ':');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
