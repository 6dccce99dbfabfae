//! Configurations and waiver files.

use std::sync::Arc;

use leastwise::config::{Config, waiver_file};
use leastwise::model::SourceText;

use super::held;

/// A configuration, and the same bytes as a waiver file.
pub fn config(data: &[u8]) {
    let Ok(source) = SourceText::decode("leastwise.yaml", data.to_vec()) else {
        return;
    };
    let source = Arc::new(source);
    match Config::parse(Arc::clone(&source)) {
        Ok(config) => {
            for waiver in &config.waivers {
                held::place(&waiver.location, &source);
                assert!(!waiver.waiver.reason.trim().is_empty());
                assert!(waiver.rule.is_some() || waiver.fingerprint.is_some());
            }
        }
        Err(problems) => held::problems(&problems),
    }
    if let Err(problems) = waiver_file(&source) {
        held::problems(&problems);
    }
}
