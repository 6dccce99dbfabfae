//! Visibility of cells in a sheet: hidden rows and columns, cells that are crossed out or blanked
//! by their format, and drawings over cells.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use super::xml::{each_event, flag, value};

/// How the styles of a workbook change the text of cells.
#[derive(Default)]
pub(super) struct Styles {
    /// For each cell style: whether it crosses out, and whether it hides text.
    formats: Vec<(bool, bool)>,
    /// For each shared text: the formatting of its runs.
    strings: Vec<Runs>,
}

/// Formatting of the parts of a text.
#[derive(Clone, Copy, Default)]
struct Runs {
    /// A part is crossed out.
    struck: bool,
    /// A part has the format of its cell.
    inherits: bool,
}

/// State of a run during parsing.
#[derive(Clone, Copy, Default)]
struct Run {
    styled: bool,
    struck: bool,
}

/// Collects the runs of one text.
#[derive(Default)]
struct Text {
    runs: Runs,
    run: Option<Run>,
    inside: bool,
    phonetic: bool,
}

impl Text {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "r" => self.run = Some(Run::default()),
                "t" => self.inside = true,
                "rPh" => self.phonetic = true,
                _ => self.property(element),
            },
            Event::Empty(element) => self.property(element),
            Event::End(element) => match element.local_name().as_ref() {
                "r" => self.run = None,
                "t" => self.inside = false,
                "rPh" => self.phonetic = false,
                _ => {}
            },
            Event::Text(text) if self.inside && !self.phonetic && !text.trim().is_empty() => {
                self.add();
            }
            Event::CData(_) | Event::GeneralRef(_) if self.inside && !self.phonetic => self.add(),
            _ => {}
        }
    }

    fn property(&mut self, element: &BytesStart<'_>) {
        if let Some(run) = &mut self.run {
            match element.local_name().as_ref() {
                "rPr" => run.styled = true,
                "strike" => run.struck = flag(element, "val", true),
                _ => {}
            }
        }
    }

    fn add(&mut self) {
        match self.run {
            Some(run) if run.styled => self.runs.struck |= run.struck,
            _ => self.runs.inherits = true,
        }
    }
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read_formats(&mut self, xml: &[u8]) -> Result<(), String> {
        let mut codes: HashMap<String, bool> = HashMap::new();
        let mut fonts: Vec<bool> = Vec::new();
        let mut formats: Vec<(usize, String)> = Vec::new();
        let mut list = String::new();
        let mut element =
            |element: &BytesStart<'_>, list: &str| match (list, element.local_name().as_ref()) {
                ("numFmts", "numFmt") => {
                    let code = value(element, "formatCode").unwrap_or_default();
                    let id = value(element, "numFmtId").unwrap_or_default();
                    codes.insert(id, blanks_text(&code));
                }
                ("fonts", "font") => fonts.push(false),
                ("fonts", "strike") => {
                    if let Some(font) = fonts.last_mut() {
                        *font = flag(element, "val", true);
                    }
                }
                ("cellXfs", "xf") => {
                    let font = value(element, "fontId").and_then(|id| id.trim().parse().ok());
                    let code = value(element, "numFmtId").unwrap_or_default();
                    formats.push((font.unwrap_or(0), code));
                }
                _ => {}
            };
        each_event(xml, |event| match event {
            Event::Start(start) => {
                let name = start.local_name();
                if matches!(name.as_ref(), "numFmts" | "fonts" | "cellXfs" | "dxfs") {
                    name.as_ref().clone_into(&mut list);
                } else {
                    element(start, &list);
                }
            }
            Event::Empty(start) => element(start, &list),
            Event::End(end) if end.local_name().as_ref() == list => list.clear(),
            _ => {}
        })?;
        let found = formats.into_iter().map(|(font, code)| {
            let struck = fonts.get(font).copied().unwrap_or(false);
            (struck, codes.get(&code).copied().unwrap_or(false))
        });
        self.formats = found.collect();
        Ok(())
    }

    /// Reads `sharedStrings.xml`.
    pub(super) fn read_strings(&mut self, xml: &[u8]) -> Result<(), String> {
        let mut text = Text::default();
        each_event(xml, |event| match event {
            Event::Empty(element) if element.local_name().as_ref() == "si" => {
                self.strings.push(Runs::default());
            }
            Event::End(element) if element.local_name().as_ref() == "si" => {
                self.strings.push(std::mem::take(&mut text).runs);
            }
            event => text.event(event),
        })
    }
}

/// Whether a number format hides text: its fourth section is for text, and is empty.
fn blanks_text(code: &str) -> bool {
    let parts: Vec<&str> = code.split(';').collect();
    matches!(parts.as_slice(), [_, _, _, text] if text.trim().is_empty())
}

/// Visibility in a sheet.
#[derive(Default)]
pub(super) struct Layout {
    rows: HashSet<u32>,
    /// Column ranges, and whether they are hidden.
    columns: Vec<(u32, u32, bool)>,
    /// Whether columns without settings are hidden.
    others: bool,
    struck: HashSet<(u32, u32)>,
    blanked: HashSet<(u32, u32)>,
    /// Whether pictures, charts or text boxes cover the cells.
    pub(super) drawings: bool,
}

/// Why a cell is invisible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    Row,
    Column,
    Format,
}

impl Layout {
    /// The reason why a cell is invisible, if it is.
    pub(super) fn unseen(&self, row: u32, column: u32) -> Option<Unseen> {
        let mut columns = self.columns.iter();
        let known = columns.find(|(first, last, _)| (*first..=*last).contains(&column));
        if self.rows.contains(&row) {
            Some(Unseen::Row)
        } else if known.map_or(self.others, |(.., hidden)| *hidden) {
            Some(Unseen::Column)
        } else if self.blanked.contains(&(row, column)) {
            Some(Unseen::Format)
        } else {
            None
        }
    }

    /// Whether a cell is crossed out completely or partly.
    pub(super) fn is_struck(&self, row: u32, column: u32) -> bool {
        self.struck.contains(&(row, column))
    }

    /// Whether anything can be hidden at all.
    pub(super) fn hides(&self) -> bool {
        let columns = self.columns.iter().any(|(.., hidden)| *hidden);
        columns || self.others || !self.rows.is_empty() || !self.blanked.is_empty()
    }

    pub(super) fn read(xml: &[u8], styles: &Styles) -> Result<Self, String> {
        let mut reader = Reader {
            layout: Self::default(),
            styles,
            row: None,
            column: None,
            cell: None,
            in_value: false,
        };
        each_event(xml, |event| reader.event(event))?;
        Ok(reader.layout)
    }
}

struct Reader<'a> {
    layout: Layout,
    styles: &'a Styles,
    row: Option<u32>,
    column: Option<u32>,
    cell: Option<Open>,
    in_value: bool,
}

/// The current cell.
struct Open {
    style: (bool, bool),
    shared: bool,
    index: String,
    text: Text,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => self.start(element),
            Event::Empty(element) => {
                self.start(element);
                self.end(element.local_name().as_ref());
            }
            Event::End(element) => self.end(element.local_name().as_ref()),
            Event::Text(text) if self.in_value => {
                if let Some(cell) = &mut self.cell {
                    cell.index.push_str(text);
                }
            }
            _ => {}
        }
        if let Some(cell) = &mut self.cell {
            cell.text.event(event);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let number = |name: &str| value(element, name).and_then(|n| n.trim().parse::<u32>().ok());
        let zero = |name: &str| {
            value(element, name).is_some_and(|size| size.trim().parse::<f64>() == Ok(0.0))
        };
        match element.local_name().as_ref() {
            "sheetFormatPr" => self.layout.others = zero("defaultColWidth"),
            "col" => {
                let (first, last) = (number("min").unwrap_or(1), number("max").unwrap_or(1));
                let hidden = flag(element, "hidden", false) || zero("width");
                let columns = (first.saturating_sub(1), last.saturating_sub(1), hidden);
                self.layout.columns.push(columns);
            }
            "row" => {
                let next = self.row.map_or(0, |row| row.saturating_add(1));
                let row = number("r").map_or(next, |row| row.saturating_sub(1));
                self.row = Some(row);
                self.column = None;
                if flag(element, "hidden", false) || zero("ht") {
                    self.layout.rows.insert(row);
                }
            }
            "c" if self.cell.is_none() => {
                let next = self.column.map_or(0, |column| column.saturating_add(1));
                self.column = Some(value(element, "r").map_or(next, |r| column_of(&r)));
                let style = number("s").and_then(|style| usize::try_from(style).ok());
                let formats = &self.styles.formats;
                self.cell = Some(Open {
                    style: formats.get(style.unwrap_or(0)).copied().unwrap_or_default(),
                    shared: value(element, "t").as_deref() == Some("s"),
                    index: String::new(),
                    text: Text::default(),
                });
            }
            "v" => self.in_value = true,
            "drawing" => self.layout.drawings = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "v" => self.in_value = false,
            "c" => {
                let (Some(cell), Some(row), Some(column)) =
                    (self.cell.take(), self.row, self.column)
                else {
                    return;
                };
                let (struck, blanked) = cell.style;
                let plain = Runs {
                    inherits: true,
                    ..Runs::default()
                };
                let index = cell.index.trim().parse::<usize>();
                let runs = match index {
                    Ok(index) if cell.shared => {
                        self.styles.strings.get(index).copied().unwrap_or(plain)
                    }
                    _ if cell.text.runs.struck || cell.text.runs.inherits => cell.text.runs,
                    _ => plain,
                };
                if runs.struck || runs.inherits && struck {
                    self.layout.struck.insert((row, column));
                }
                if blanked {
                    self.layout.blanked.insert((row, column));
                }
            }
            _ => {}
        }
    }
}

/// The column of an address such as `AB12`, from 0.
fn column_of(address: &str) -> u32 {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic);
    // An address has at most three letters, as checked before.
    let number = letters.fold(0_u32, |sum, letter| {
        let value = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        sum.saturating_mul(26).saturating_add(value)
    });
    number.saturating_sub(1)
}
