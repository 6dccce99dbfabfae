//! From the text of a policy to a policy that can be resolved, or to all that is wrong with it.

use std::sync::Arc;

use super::document::PolicyDocument;
use super::parsed::Policy;
use crate::model::{Document, Problem, ProblemList, SourceText};
use crate::yaml;

/// Finds the policies that a policy extends.
pub trait Bases {
    /// The text of the policy that `name` means, as it is written in the file `from`; `None` if
    /// there is none.
    fn find(&self, name: &str, from: &str) -> Option<Result<SourceText, Problem>>;

    /// What tells a policy that was found from every other, however its path is written.
    fn identity(&self, source: &SourceText) -> String {
        source.name().to_owned()
    }

    /// The ids that exist, to suggest one for an unknown name.
    fn ids(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// No policy builds on nearly as many, each counted as often as something leads to it. A few files
/// that extend one another twice lead to millions.
const LINEAGE: usize = 256;

/// A reading of a policy and those that it builds on.
struct Reading<'a> {
    bases: &'a dyn Bases,
    /// How many policies were read so far.
    read: usize,
}

impl Policy {
    /// Reads a policy, and the policies that it extends.
    ///
    /// # Errors
    ///
    /// As [`Policy::parse`], with the problems of those that it extends.
    pub fn parse_with(source: Arc<SourceText>, bases: &dyn Bases) -> Result<Self, Vec<Problem>> {
        let mut reading = Reading { bases, read: 0 };
        let above = [bases.identity(&source)];
        Self::parse_below(source, &mut reading, &above)
    }

    /// `above` are the files that led here and this one: a policy must not build on itself.
    fn parse_below(
        source: Arc<SourceText>,
        reading: &mut Reading<'_>,
        above: &[String],
    ) -> Result<Self, Vec<Problem>> {
        let document: PolicyDocument = yaml::load(Document::Policy, &source)?;
        let mut policy = Self {
            document,
            source,
            bases: Vec::new(),
        };
        policy.bases = policy.find_bases(reading, above)?;
        let problems = super::check::problems(&policy);
        if problems.is_empty() {
            Ok(policy)
        } else {
            Err(problems)
        }
    }

    /// Reads a policy from the bytes of a file.
    ///
    /// # Errors
    ///
    /// As [`Policy::parse_with`], and bytes that are no text.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, bases: &dyn Bases) -> Result<Self, Vec<Problem>> {
        let source = SourceText::decode(name, bytes).map_err(|error| {
            let problem = Problem::in_file(name, format!("this policy cannot be read: {error}"));
            vec![problem.with_help("save the file as UTF-8 text")]
        })?;
        Self::parse_with(Arc::new(source), bases)
    }

    fn find_bases(
        &self,
        reading: &mut Reading<'_>,
        above: &[String],
    ) -> Result<Vec<Self>, Vec<Problem>> {
        let mut found = Vec::new();
        let mut problems = ProblemList::new(Document::Policy, &self.source);
        let mut named: Vec<String> = Vec::new();
        for written in self.document.extends.iter() {
            let name = written.value.as_str();
            let base = match reading.bases.find(name, self.source.name()) {
                Some(Ok(source)) => {
                    let identity = reading.bases.identity(&source);
                    if above.contains(&identity) {
                        let message = if above.last() == Some(&identity) {
                            "this policy extends itself".to_owned()
                        } else {
                            format!("`{name}` itself extends this policy")
                        };
                        let help = "remove this entry from `extends`; a policy must not extend itself, directly or through another policy";
                        problems.add(written.span, "here", message, help);
                        continue;
                    }
                    // The same once more adds nothing.
                    if named.contains(&identity) {
                        continue;
                    }
                    named.push(identity.clone());
                    reading.read += 1;
                    if reading.read > LINEAGE {
                        let message = format!("this extends more than {LINEAGE} policies");
                        let help = "extend fewer policies; each counts as often as it is extended";
                        problems.found.clear();
                        problems.add(written.span, "here", message, help);
                        return problems.or(found);
                    }
                    let above = [above, &[identity]].concat();
                    Self::parse_below(Arc::new(source), reading, &above)
                }
                Some(Err(problem)) => Err(vec![problem]),
                None => {
                    let message = format!("there is no policy named `{name}` to extend");
                    let help = match yaml::nearest(name, reading.bases.ids()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "use an id from the library, or a path relative to this file".to_owned()
                        }
                    };
                    problems.add(written.span, "here", message, help);
                    continue;
                }
            };
            match base {
                Ok(base) => found.push(base),
                // Too many are reported once, not by each policy that leads to them.
                Err(below) if reading.read > LINEAGE => return Err(below),
                Err(below) => {
                    let message =
                        format!("the policy `{name}`, which this one extends, cannot be read");
                    problems.add(written.span, "here", message, "its errors are reported too");
                    problems.found.extend(below);
                }
            }
        }
        problems.or(found)
    }
}
