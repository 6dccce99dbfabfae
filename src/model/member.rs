//! Members: who uses a role.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A ConnectWise member.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name that it logs in with.
    pub identifier: String,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// Its display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is inactive, if the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive: Option<bool>,
    /// The name of its structure level, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The name of its default location, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The name of its default department, which the screen calls its business unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_unit: Option<String>,
}

impl std::fmt::Display for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.identifier)?;
        match (&self.name, self.inactive) {
            (Some(name), Some(true)) => write!(f, " ({name}, inactive)"),
            (Some(name), _) if *name != self.identifier => write!(f, " ({name})"),
            (None, Some(true)) => f.write_str(" (inactive)"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Member;

    #[test]
    fn a_member_is_shown_with_its_name_and_whether_it_is_inactive() {
        let shown = |name: Option<&str>, inactive| {
            let member = Member {
                identifier: "api".to_owned(),
                name: name.map(str::to_owned),
                inactive,
                ..Member::default()
            };
            member.to_string()
        };
        assert_eq!(shown(None, None), "api");
        assert_eq!(shown(None, Some(true)), "api (inactive)");
        assert_eq!(shown(Some("Cloud API"), Some(false)), "api (Cloud API)");
        assert_eq!(
            shown(Some("Cloud API"), Some(true)),
            "api (Cloud API, inactive)"
        );
        assert_eq!(shown(Some("api"), None), "api");
    }
}
