//! Black-box tests of the policy tools, with the real binary and real files.
mod diff;
mod diff_once;
mod docs;
mod generated_pairs;
mod harness;
mod import;
mod library;
mod lint;
mod lint_formats;
mod lint_rules;
mod lint_words;
mod merge;
mod minimal;
mod revision;
mod show;
mod tests_of_policies;
mod update;
