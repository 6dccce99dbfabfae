//! The options of a run in the configuration, and baselines in files.

use crate::compare::{CustomizeItems, Options, Unlisted};
use crate::config::{Config, CustomizeSetting, FailOnSetting, RiskSetting, UnlistedSetting};
use crate::model::{Date, Problem, SourceText, json_message_with_position, shortened};
use crate::report::{
    Baseline, BaselineDocument, FailOn, RuleId, RuleOff, Severity, WaiverRule, Waivers,
};
use crate::risk::RiskSeverity;

/// Default number of days before expiry at which a waiver is reported.
const WARN_WITHIN: u16 = 30;

/// The options of the comparison in the configuration.
pub fn options(config: Option<&Config>) -> Options {
    let Some(config) = config else {
        return Options::default();
    };
    let document = &config.document;
    let mut options = Options {
        unlisted: document.unlisted.map(|setting| match setting {
            UnlistedSetting::Allow => Unlisted::Allow,
            UnlistedSetting::Note => Unlisted::Note,
            UnlistedSetting::Warning => Unlisted::Warning,
            UnlistedSetting::Error => Unlisted::Error,
        }),
        customize_items: document.customize_items.map(|setting| match setting {
            CustomizeSetting::Allowed => CustomizeItems::Allowed,
            CustomizeSetting::Disallowed => CustomizeItems::Disallowed,
        }),
        fail_on_risk: document.fail_on_risk.map(|setting| match setting {
            RiskSetting::Critical => RiskSeverity::Critical,
            RiskSetting::High => RiskSeverity::High,
        }),
        ratings: config.ratings.clone(),
        ..Options::default()
    };
    if let Some(setting) = *document.fail_on {
        options.fail_on = match setting {
            FailOnSetting::Error => FailOn::At(Severity::Error),
            FailOnSetting::Warning => FailOn::At(Severity::Warning),
            FailOnSetting::Note => FailOn::At(Severity::Note),
            FailOnSetting::Never => FailOn::Never,
        };
    }
    for (rule, entry) in &document.severities {
        let Some(rule) = RuleId::from_name(&rule.value) else {
            continue;
        };
        match entry.value.severity() {
            Some(severity) => {
                options.severities.insert(rule, severity);
            }
            None => options.off.push(RuleOff {
                rule,
                reason: entry.value.reason().map(str::to_owned),
            }),
        }
    }
    options.off.sort();
    options
}

/// The waivers of a run on a given day.
pub fn waivers(
    rules: Vec<WaiverRule>,
    warn_within: Option<u16>,
    config: Option<&Config>,
    today: Date,
) -> Waivers {
    let configured = config.and_then(|config| *config.document.warn_expiring);
    let within = warn_within.or(configured).unwrap_or(WARN_WITHIN);
    Waivers::new(rules, today, within.into())
}

/// Reads a baseline from the bytes of a file.
///
/// # Errors
///
/// The bytes are not a baseline.
pub fn baseline(name: &str, bytes: Vec<u8>) -> Result<Baseline, Problem> {
    let broken = |message: String| {
        Problem::in_file(name, message).with_help("`leastwise baseline write` creates a baseline")
    };
    // Editors and PowerShell on Windows may save it as UTF-16 or with a byte order mark.
    let text = SourceText::decode(name, bytes)
        .map_err(|error| broken(format!("this is not a baseline: {error}")))?;
    let expected = BaselineDocument::SCHEMA;
    let parsed = serde_json::from_str::<BaselineDocument>(text.text());
    let error = match parsed {
        Ok(document) if document.schema == expected => return Ok(Baseline::of(document)),
        parsed => parsed.err(),
    };
    let why = error.as_ref().map(json_message_with_position);
    let why = why.unwrap_or_default();
    // Only the schema says what the document was meant to be.
    let Ok(document) = serde_json::from_str::<serde_json::Value>(text.text()) else {
        return Err(broken(format!("this is not valid JSON: {why}")));
    };
    let schema = document.get("schema").and_then(serde_json::Value::as_str);
    Err(broken(match schema {
        Some(schema) if schema == expected => format!("this baseline is damaged: {why}"),
        Some(schema) => format!(
            "this is not a baseline: expected the schema `{expected}`, but found `{}`",
            shortened(schema, 60)
        ),
        None => format!("this is not a baseline: expected an object with the schema `{expected}`"),
    }))
}
