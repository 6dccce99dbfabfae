//! Notes of the readers: no content is dropped or reinterpreted silently.

use crate::model::{Operation, SourceText, Span};

/// The subject of a note; part of the fingerprint of its finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// `Mine` was read as My.
    Mine,
    /// A tick was read as All, a cross as None.
    Tick,
    /// A footnote mark was next to a name or a level.
    Footnote,
    /// An ignored column has levels, and all of them are None.
    Column,
    /// Columns without levels were ignored.
    OtherColumn,
    /// The source has no column, field or row for an operation.
    NoColumn,
    /// A line was read as the name of an unknown module.
    Section,
    /// Rows were not read.
    Rows,
    /// Tables were not read.
    Tables,
    /// Sheets were not read.
    Sheets,
    /// The file cannot show that it is complete, and known functions have no row.
    NoRow,
    /// Pasted text shows a module, and known functions of it have no row.
    ModuleRows,
    /// Pasted text has no headings, so the order of its levels was assumed.
    Order,
    /// Fields of rows, or of what is around the rows, were not read.
    Fields,
    /// A field says that there are more rows than the file has.
    More,
    /// The role is disabled.
    Inactive,
    /// Hidden content was not read.
    Hidden,
    /// Pictures, charts or text boxes were not read.
    Pictures,
    /// The markup is broken, and something may have been lost.
    Markup,
}

impl NoteKind {
    /// The word that distinguishes the notes of a role.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Tick => "tick",
            Self::Footnote => "footnote",
            Self::Column => "column",
            Self::OtherColumn => "other-column",
            Self::NoColumn => "no-column",
            Self::Section => "section",
            Self::Rows => "rows",
            Self::Tables => "tables",
            Self::Sheets => "sheets",
            Self::NoRow => "no-row",
            Self::ModuleRows => "module-rows",
            Self::Order => "order",
            Self::Fields => "fields",
            Self::More => "more",
            Self::Inactive => "inactive",
            Self::Hidden => "hidden",
            Self::Pictures => "pictures",
            Self::Markup => "markup",
        }
    }
}

/// A note about how a role was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its subject; a role has at most one note of each kind.
    pub kind: NoteKind,
    /// One sentence, lowercase, without a final period.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Positions with their texts; limited in number.
    pub places: Vec<(Span, String)>,
}

impl Note {
    /// Whether it says that an operation was not read at all.
    pub fn lacks(&self, operation: Operation) -> bool {
        let labels = &mut self.places.iter().map(|(_, label)| label);
        self.kind == NoteKind::NoColumn && labels.any(|label| label == operation.title())
    }
}

/// Collects positions by kind of note.
#[derive(Debug, Default)]
pub(super) struct NoteCollector(Vec<Kind>);

/// The positions of one kind: their number, and the first of them.
#[derive(Debug)]
struct Kind {
    of: NoteKind,
    count: usize,
    places: Vec<(Span, String)>,
}

/// Maximum number of listed positions.
const PLACES: usize = 8;
/// Beyond this number, positions of one kind are only counted.
const KEPT: usize = 1000;

/// Maximum number of listed names.
const LABELS: usize = 40;

impl NoteCollector {
    /// Adds a position.
    pub(super) fn add(&mut self, kind: NoteKind, span: Span, label: impl Into<String>) {
        match self.0.iter_mut().find(|known| known.of == kind) {
            Some(known) => {
                known.count += 1;
                if known.places.len() < KEPT {
                    known.places.push((span, label.into()));
                }
            }
            None => self.0.push(Kind {
                of: kind,
                count: 1,
                places: vec![(span, label.into())],
            }),
        }
    }

    /// Maps every position.
    pub(super) fn place(&mut self, place: impl Fn(&mut Span)) {
        for (span, _) in self.0.iter_mut().flat_map(|known| &mut known.places) {
            place(span);
        }
    }

    /// Merges another collector.
    pub(super) fn join(&mut self, other: Self) {
        for other in other.0 {
            let more = other.count - other.places.len();
            for (span, label) in other.places {
                self.add(other.of, span, label);
            }
            if let Some(known) = self.0.iter_mut().find(|known| known.of == other.of) {
                known.count += more;
            }
        }
    }

    /// The notes, each with its sentence.
    pub(super) fn notes(self, source: &SourceText) -> Vec<Note> {
        let mut gathered = self.0;
        gathered.sort_by_key(|known| known.of);
        gathered
            .into_iter()
            .map(|known| {
                let Kind {
                    of: kind,
                    count,
                    mut places,
                } = known;
                places.sort();
                let (message, help) = sentence(kind, count, &places, source);
                places.truncate(PLACES);
                Note {
                    kind,
                    message,
                    help: help.to_owned(),
                    places,
                }
            })
            .collect()
    }
}

#[expect(clippy::too_many_lines, reason = "one sentence for each kind")]
fn sentence(
    kind: NoteKind,
    count: usize,
    places: &[(Span, String)],
    source: &SourceText,
) -> (String, &'static str) {
    let many = |one: &str, several: &str| {
        if count == 1 {
            one.to_owned()
        } else {
            format!("{count} {several}")
        }
    };
    let labels = || {
        let mut seen = std::collections::HashSet::new();
        let new = places.iter().filter(|(_, label)| seen.insert(label));
        let mut labels: Vec<String> = new.map(|(_, label)| format!("`{label}`")).collect();
        if let Some(more) = labels.len().checked_sub(LABELS).filter(|more| *more > 0) {
            labels.truncate(LABELS);
            labels.push(format!("and {more} more"));
        }
        labels.join(", ")
    };
    match kind {
        NoteKind::Mine => (
            format!("`Mine` was read as My in {}", many("one cell", "cells")),
            "write My where the member's own records are meant",
        ),
        NoteKind::Tick => (
            format!(
                "{}: a check mark was read as All and a cross as None",
                many(
                    "one cell contains a mark, not a level",
                    "cells contain marks, not levels"
                )
            ),
            "a check mark does not say whether My or All is granted: write the level",
        ),
        NoteKind::Footnote => (
            format!(
                "{}, but what the footnote says was not read",
                many(
                    "a footnote mark is next to one name or level",
                    "names or levels carry a footnote mark"
                )
            ),
            "read the footnote: it may change what the table says",
        ),
        NoteKind::Column => (
            format!("columns of None alone were not read: {}", labels()),
            "name the columns `Add Level`, `Edit Level`, `Delete Level` and `Inquire Level` if they \
             hold levels",
        ),
        NoteKind::OtherColumn => (
            format!("columns without levels were not read: {}", labels()),
            "no action is needed if they say nothing about what the role grants",
        ),
        NoteKind::NoColumn => (
            format!("no column, field or row is for {}", labels()),
            "it is unknown what the role grants there: add it, or read the role from ConnectWise's API",
        ),
        NoteKind::Section => (
            format!(
                "{} read as the name of an unknown module: {}",
                many("a line was", "lines were"),
                labels()
            ),
            "correct the name, or remove the line if it names no module",
        ),
        NoteKind::Rows => (
            format!(
                "{} not read: line {}",
                many(
                    "a line next to the table was",
                    "lines next to the table were"
                ),
                lines(places, source)
            ),
            "no action is needed if these are titles or footnotes",
        ),
        NoteKind::Tables => (
            format!(
                "{} not read, because no role columns were found",
                many("a table was", "tables were")
            ),
            "no action is needed if these are other tables of the page",
        ),
        NoteKind::Sheets => (
            format!(
                "{} not read: {}",
                many("a sheet was", "sheets were"),
                labels()
            ),
            "choose another sheet with `--sheet`",
        ),
        NoteKind::NoRow => (
            format!("known functions have no row: {}", labels()),
            "compare the role with its source",
        ),
        NoteKind::ModuleRows => (
            format!("known functions of modules in the text have no row: {}", labels()),
            "copy the whole screen with every module expanded",
        ),
        NoteKind::Order => (
            "the text has no headings: its levels were read in the order Add, Edit, Delete, Inquire"
                .to_owned(),
            "compare one function with ConnectWise, or copy the headings as well",
        ),
        NoteKind::Fields => (
            format!("fields were not read: {}", labels()),
            "no action is needed if they say nothing about what the role grants",
        ),
        NoteKind::More => (
            format!("the file says that there are more rows: {}", labels()),
            "read the following pages as well, or save a snapshot with `leastwise fetch`",
        ),
        NoteKind::Inactive => (
            "the role is inactive in ConnectWise (`inactiveFlag` is true)".to_owned(),
            "activate it at System > Security Roles if an integration needs it",
        ),
        NoteKind::Hidden => (
            format!(
                "{} not read",
                many("something hidden was", "hidden parts were")
            ),
            "show them and save the file again if they are part of the role",
        ),
        NoteKind::Pictures => (
            "images, charts or text boxes were not read".to_owned(),
            "write their content in cells",
        ),
        NoteKind::Markup => (
            format!(
                "the page's markup is broken in {}: cells may be lost there",
                many("one place", "places")
            ),
            "copy the table again, or compare the role with its source",
        ),
    }
}

/// The lines of some positions, limited in number.
fn lines(places: &[(Span, String)], source: &SourceText) -> String {
    let line = |(span, _): &(Span, String)| source.position(span.start).line.to_string();
    let lines: Vec<String> = places.iter().take(PLACES).map(line).collect();
    let dots = if places.len() > PLACES { ", …" } else { "" };
    format!("{}{dots}", lines.join(", "))
}
