//! `unknown-name`

use super::Check;
use super::view::{LintView, RowView};
use crate::catalog;
use crate::report::{Draft, rule};
use crate::yaml::{list_words, suggestion};

rule! {
    /// ## What it does
    ///
    /// Finds a module or a function that is not in the catalog, and offers the nearest name.
    ///
    /// ## Why it matters
    ///
    /// No role has a misspelled function, so every check reports `missing-function`. The catalog is
    /// not complete: a correct name works even if it is not in the catalog.
    ///
    /// ## Example
    ///
    /// `Finance / Agreemnts`: did you mean `Agreements`?
    ///
    /// ## How to fix it
    ///
    /// Write the name as ConnectWise's Security Roles screen does. If the name is right, add an
    /// exception for the function that says where you saw it.
    UnknownName, Warning, "a module or a function is not in the catalog", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (module, _) in &view.policy.document.permissions {
        if catalog::module(&module.value).is_none() {
            let help = suggestion(&module.value, catalog::modules().iter().copied());
            found.push(Draft {
                module: Some(module.value.clone()),
                message: format!("the module `{}` is not in the catalog", module.value),
                help: Some(help),
                places: vec![(module.span, "not in the catalog".to_owned())],
                ..Draft::default()
            });
        }
    }
    let unknown = |row: &RowView<'_>| {
        catalog::module(&row.module.value).is_some() && row.key().is_some() && row.known().is_none()
    };
    for row in view.rows().filter(unknown) {
        let name = &row.function.value;
        let mut draft = row.draft(format!("{} is not in the catalog", row.label()));
        draft.places = vec![(row.function.span, "not in the catalog".to_owned())];
        let elsewhere = catalog::without_module(name);
        let elsewhere = elsewhere.iter().map(|id| id.get().module);
        draft.help = Some(match catalog::nearest(&row.module.value, name) {
            Some(near) => format!("did you mean `{}`?", near.get().name),
            None if elsewhere.len() > 0 => {
                format!(
                    "the module {} has a function with this name",
                    list_words(elsewhere)
                )
            }
            None => "compare it with the Security Roles screen; if it is right, add an exception \
                     that says where you saw it"
                .to_owned(),
        });
        found.push(draft);
    }
    found
}
