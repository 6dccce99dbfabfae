//! Whose rights a source states.

use serde::Deserialize;

/// The member whose own rights the answer of `/system/mySecurity` states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// The name with which the member signs in.
    #[serde(default)]
    pub identifier: Option<String>,
    /// The member's name.
    #[serde(default)]
    pub name: Option<String>,
}

impl Member {
    /// What to call the member.
    pub fn label(&self) -> &str {
        let named = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        let said = if named(&self.identifier) {
            &self.identifier
        } else {
            &self.name
        };
        said.as_deref().unwrap_or_default()
    }
}
