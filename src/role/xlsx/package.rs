//! Parts of a workbook that the cell reader does not provide: hidden rows and columns, and styles
//! that cross out or hide the text of a cell.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};

use super::layout::{Layout, Styles};
use super::xml::{each_event, value};
use crate::role::zip_check::words;

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// The parts of a workbook, by the names of its sheets.
pub(super) struct Package<'a> {
    archive: Archive<'a>,
    sheets: HashMap<String, String>,
    styles: Styles,
}

impl<'a> Package<'a> {
    /// Opens a checked workbook: no part is larger than allowed.
    ///
    /// # Errors
    ///
    /// The damage.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| words(&error))?;
        let mut package = Self {
            archive,
            sheets: HashMap::new(),
            styles: Styles::default(),
        };
        let mut targets = HashMap::new();
        let (mut styles, mut strings) = (None, None);
        let relations = package.part("xl/_rels/workbook.xml.rels")?;
        each_element(&relations.unwrap_or_default(), |element| {
            if element.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (value(element, "Id"), value(element, "Target"))
            {
                let path = path_of(&target);
                let kind = value(element, "Type").unwrap_or_default();
                if kind.ends_with("/styles") {
                    styles = Some(path.clone());
                } else if kind.ends_with("/sharedStrings") {
                    strings = Some(path.clone());
                }
                targets.insert(id, path);
            }
        })?;
        let workbook = package.part("xl/workbook.xml")?.unwrap_or_default();
        each_element(&workbook, |element| {
            if element.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) = (value(element, "name"), value(element, "id"))
                && let Some(path) = targets.get(&id)
            {
                package.sheets.insert(name, path.clone());
            }
        })?;
        if let Some(styles) = package.part(styles.as_deref().unwrap_or("xl/styles.xml"))? {
            package.styles.read_formats(&styles)?;
        }
        if let Some(strings) = package.part(strings.as_deref().unwrap_or("xl/sharedStrings.xml"))? {
            package.styles.read_strings(&strings)?;
        }
        Ok(package)
    }

    /// Visibility of the cells of a sheet.
    ///
    /// # Errors
    ///
    /// The damage.
    pub(super) fn layout(&mut self, sheet: &str) -> Result<Layout, String> {
        let path = self.sheets.get(sheet).cloned().unwrap_or_default();
        let Some(part) = self.part(&path)? else {
            return Err("its part of the archive is missing".to_owned());
        };
        Layout::read(&part, &self.styles)
    }

    /// A part by its path; Windows programs write some with another case or backslashes.
    fn part(&mut self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let similar = || {
            let mut names = self.archive.file_names();
            names.position(|name| {
                name.is_ok_and(|name| name.replace('\\', "/").eq_ignore_ascii_case(path))
            })
        };
        let found = self.archive.index_for_name(path).or_else(similar);
        let Some(index) = found else {
            return Ok(None);
        };
        let mut part = Vec::new();
        self.archive
            .by_index(index)
            .map_err(|error| words(&error))?
            .read_to_end(&mut part)
            .map_err(|error| words(&error))?;
        Ok(Some(part))
    }
}

/// The path of a part that the workbook refers to.
fn path_of(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if target.starts_with("xl/") => target.to_owned(),
        None => format!("xl/{target}"),
    }
}

/// Calls a function with the start of every element.
fn each_element(xml: &[u8], mut call: impl FnMut(&BytesStart<'_>)) -> Result<(), String> {
    each_event(xml, |event| {
        if let Event::Start(element) | Event::Empty(element) = event {
            call(element);
        }
    })
}
