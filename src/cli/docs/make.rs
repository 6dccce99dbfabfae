//! Makes documents from policies and arguments.

use std::path::Path;
use std::sync::Arc;

use super::files::Wanted;
use super::{Arguments, FormatArgument, Source, source};
use crate::cli::failure::Failure;
use crate::docs::{Comparison, DocFilter, Kind, Placement, Sheet, Texts, Writer};
use crate::render::write_json;

/// The writers of a run.
pub(super) struct DocGenerator {
    format: FormatArgument,
    kind: Kind,
    narrowing: DocFilter,
    texts: Arc<Texts>,
    /// None for JSON, which needs no template.
    sheet: Option<Writer>,
    index: Option<Writer>,
}

impl DocGenerator {
    pub(super) fn new(arguments: &Arguments, format: FormatArgument) -> Result<Self, Failure> {
        let texts = arguments.language.texts()?;
        let own = |path: &Option<String>| path.as_deref().map(source).transpose();
        let (mut template, mut index_template) =
            (own(&arguments.template)?, own(&arguments.index_template)?);
        if arguments.kind == Kind::Index && index_template.is_none() {
            // The index is then the only document.
            index_template = template.take();
        }
        let writer = |kind: Kind, own| {
            let format = format.format();
            let writer = format.map(|format| Writer::new(kind, format, &texts, own));
            writer.transpose()
        };
        let kind = match arguments.kind {
            Kind::Table => Kind::Table,
            Kind::Guide | Kind::Index => Kind::Guide,
        };
        Ok(Self {
            sheet: writer(kind, template)?,
            index: writer(Kind::Index, index_template)?,
            format,
            kind: arguments.kind,
            narrowing: arguments.choices.narrowing(),
            texts: Arc::clone(&texts),
        })
    }

    /// The single document of these policies.
    pub(super) fn one(&self, policies: &[Source]) -> Result<String, Failure> {
        if self.kind == Kind::Index {
            let sheets = self.sheets(policies)?;
            return self.index(&sheets, &[]);
        }
        let [policy] = policies else {
            return Err(Failure::usage(
                "several policies need several files",
                "specify a directory with `-o`, or use `--kind index` for their comparison alone",
            ));
        };
        let sheet = self.read(policy)?;
        self.sheet(&sheet, &Placement::default())
    }

    /// A document for each policy and, for several policies, an index.
    pub(super) fn folder(
        &self,
        folder: &Path,
        policies: &[Source],
    ) -> Result<Vec<Wanted>, Failure> {
        let extension = self.format.extension();
        let index = format!("index.{extension}");
        let several = policies.len() > 1;
        let wanted = |name: &str, text| Wanted {
            path: folder.join(name),
            text,
            generated: true,
        };
        let sheets = self.sheets(policies)?;
        let placement = Placement {
            index: several.then(|| index.clone()),
            ..Placement::default()
        };
        let mut documents = Vec::new();
        let mut files = Vec::new();
        for sheet in &sheets {
            let name = format!("{}.{extension}", sheet.id);
            if several && name == index {
                return Err(Failure::usage(
                    "the document for the policy `index` has the same path as the index",
                    "write its document separately, with `-o` and another name",
                ));
            }
            documents.push(wanted(&name, self.sheet(sheet, &placement)?));
            files.push(Some(name));
        }
        if several {
            documents.push(wanted(&index, self.index(&sheets, &files)?));
        }
        Ok(documents)
    }

    fn sheets(&self, policies: &[Source]) -> Result<Vec<Sheet>, Failure> {
        policies.iter().map(|policy| self.read(policy)).collect()
    }

    fn read(&self, (policy, named): &Source) -> Result<Sheet, Failure> {
        Ok(Sheet::of(policy, *named, &self.narrowing, &self.texts)?)
    }

    fn sheet(&self, sheet: &Sheet, placement: &Placement) -> Result<String, Failure> {
        match &self.sheet {
            Some(writer) => Ok(writer.sheet(sheet, placement)?),
            None => json(sheet),
        }
    }

    fn index(&self, sheets: &[Sheet], files: &[Option<String>]) -> Result<String, Failure> {
        let comparison = Comparison::of(sheets, files, &self.texts);
        match &self.index {
            Some(writer) => Ok(writer.index(&comparison, &Placement::default())?),
            None => json(&comparison),
        }
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    let mut text = Vec::new();
    write_json(value, &mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
