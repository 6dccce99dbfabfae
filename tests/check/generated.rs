//! Generated files are up to date.
//!
//! `UPDATE=1 cargo test generated` writes them.

use leastwise::{config, docs, engine, policy, render, report, role};
use schemars::JsonSchema;

use crate::check::harness::{leastwise, root};

fn same(path: &str, made: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "{} is outdated: UPDATE=1 cargo test generated",
        path.display()
    );
}

/// The published schema of a type.
fn schema<T: JsonSchema>() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(T)).unwrap();
    text.push('\n');
    text
}

/// The schema of a type that is only written. Its rules include those about policies.
fn written<T: JsonSchema>() -> String {
    let settings = schemars::generate::SchemaSettings::default().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

#[test]
fn schemas() {
    let made = [
        ("policy", schema::<policy::PolicyDocument>()),
        ("role", schema::<role::Snapshot>()),
        ("role-table", schema::<role::RoleDocument>()),
        ("report", schema::<render::ReportDocument>()),
        ("config", schema::<config::ConfigDocument>()),
        ("waivers", schema::<config::WaiversDocument>()),
        ("baseline", schema::<report::BaselineDocument>()),
        ("policy-test", schema::<policy::TestDocument>()),
        ("lint", written::<render::LintDocument>()),
        ("policy-diff", schema::<policy::diff::PolicyDiff>()),
        ("requirements", schema::<policy::RequirementsDocument>()),
        ("docs", schema::<docs::Sheet>()),
        ("docs-index", schema::<docs::Comparison>()),
        ("plan", schema::<render::PlanDocument<'_>>()),
        ("audit", schema::<engine::audit::Audit>()),
        ("inferred", schema::<engine::infer::Inferred>()),
        ("role-diff", schema::<engine::role_diff::RoleDiff>()),
        ("identify", schema::<engine::identify::Identification>()),
        ("explain", schema::<engine::explain::Explanation>()),
        ("roles", schema::<engine::roles_index::RolesIndex>()),
        ("policy-list", schema::<engine::policy_list::PolicyList>()),
        ("tenant", schema::<role::tenant::Tenant>()),
    ];
    let pretty = |schema| serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let cli = leastwise::cli::schemas().map(|(name, schema)| (name, pretty(schema)));
    let made: Vec<(&str, String)> = made.into_iter().chain(cli).collect();
    for (name, made) in &made {
        same(&format!("schemas/{name}.schema.json"), made);
        // The program embeds the published file; a file that was just written takes effect after a
        // build.
        if std::env::var_os("UPDATE").is_some() {
            continue;
        }
        let run = leastwise(&["schema", name]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(
            run.stdout == *made,
            "`leastwise schema {name}` is not of today's types"
        );
    }
    let files = std::fs::read_dir(root().join("schemas")).unwrap().count();
    assert_eq!(files, made.len(), "a schema of a format that is no more");
}

#[test]
fn rule_pages() {
    let listed = leastwise(&["explain"]).stdout;
    let (check, lint) = listed.split_once("\n\n").unwrap();
    for (list, folder, least) in [(check, "docs/rules", 17), (lint, "docs/lint", 17)] {
        let names: Vec<&str> = list
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert!(names.len() >= least);
        for name in &names {
            let run = leastwise(&["explain", name]);
            assert_eq!(run.code, 0);
            same(&format!("{folder}/{name}.md"), &run.stdout);
        }
        let pages = std::fs::read_dir(root().join(folder)).unwrap().count();
        assert_eq!(pages, names.len(), "a page of a rule that is no more");
    }
}

#[test]
fn every_subcommand_answers() {
    for (arguments, expected) in [
        (vec!["policy", "list"], "cloudblue-reseller-marketplace"),
        (
            vec!["policy", "show", "cloudblue-reseller-marketplace"],
            "Required to get the date of the latest agreement invoice",
        ),
        (vec!["completions", "bash"], "_leastwise"),
        (vec!["completions", "zsh"], "#compdef leastwise"),
        (vec!["man"], ".TH leastwise"),
        (vec!["--version"], env!("CARGO_PKG_VERSION")),
        (vec!["check", "--help"], "--fail-on"),
    ] {
        let run = leastwise(&arguments);
        assert_eq!(run.code, 0, "{arguments:?} {run:?}");
        assert!(
            run.stdout.contains(expected),
            "{arguments:?} {}",
            run.stdout
        );
        assert_eq!(run.stderr, "");
    }
}

/// Columns of the page on requests: the confidence in a rule, in words.
fn sure(grade: leastwise::endpoints::Grade) -> &'static str {
    use leastwise::endpoints::Grade;
    match grade {
        Grade::Documented => "documented",
        Grade::Likely => "likely",
        Grade::Inferred => "inferred",
        Grade::Unknown => "unknown",
    }
}

#[test]
fn page_of_requests() {
    use leastwise::endpoints::{Hints, Target, lookup, operations, rules};
    use std::fmt::Write as _;

    let mut examples = std::collections::BTreeMap::new();
    let mut counts = std::collections::BTreeMap::new();
    for (method, path) in operations() {
        let target = Target::parse(path).unwrap();
        let answer = lookup(method, &target, &Hints::default());
        let rule = answer.rule.unwrap();
        examples
            .entry(&rule.id)
            .or_insert_with(|| format!("{method} {path}"));
        *counts.entry(&rule.id).or_insert(0_usize) += 1;
    }
    let mut page = String::from(
        "# Which request needs which permission

<!-- Generated: UPDATE=1 cargo test generated -->

Every rule of the [unofficial map](../endpoints.md), by path. Use the search of the book (press `s`), or ask for one request with
`leastwise explain \"GET /service/boards\"`.

A pattern with `/**` covers everything below. *Level* is that of the operation: `by method` means Add for POST, Edit for PUT and PATCH,
Delete for DELETE and Inquire for GET. *Requests* is how many published requests the rule answers.

| request | permission | level | confidence | requests | example |
| --- | --- | --- | --- | ---: | --- |
",
    );
    let mut all: Vec<_> = rules().iter().collect();
    all.sort_by_key(|rule| (rule.path.to_lowercase(), rule.methods.join(",")));
    for rule in all {
        let methods = rule.methods.join(", ");
        let request = format!("{methods} {}", rule.path);
        let needs = rule.needs.iter().filter(|need| need.when.is_none());
        let needs: Vec<_> = needs.collect();
        let permission = match rule.answer.as_str() {
            "none" => "none needed".to_owned(),
            "outside" => "no role grants it".to_owned(),
            "unknown" => "unknown".to_owned(),
            _ if needs.is_empty() => "that of the record".to_owned(),
            _ => needs
                .iter()
                .filter_map(|need| {
                    Some(format!(
                        "{} / {}",
                        need.module.as_ref()?,
                        need.function.as_ref()?
                    ))
                })
                .collect::<Vec<_>>()
                .join("<br>"),
        };
        let level = needs
            .iter()
            .map(|need| match need.operation.as_str() {
                "by-method" => "by method",
                "add" => "Add",
                "edit" => "Edit",
                "delete" => "Delete",
                _ => "Inquire",
            })
            .collect::<Vec<_>>()
            .join("<br>");
        let example = examples
            .get(&rule.id)
            .map_or_else(|| request.trim().to_owned(), Clone::clone);
        writeln!(
            page,
            "| `{}` | {permission} | {level} | {} | {} | `{example}` |",
            request.trim(),
            sure(rule.grade),
            counts.get(&rule.id).copied().unwrap_or(0)
        )
        .unwrap();
    }
    same("docs/reference/requests.md", &page);
}
