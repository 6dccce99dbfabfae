//! The examples in the library give the same results as the program.

#[allow(dead_code, reason = "the tests call `run` instead of `main`")]
#[path = "../../examples/check.rs"]
mod check;
#[allow(dead_code, reason = "the tests call `run` instead of `main`")]
#[path = "../../examples/import.rs"]
mod import;
#[allow(dead_code, reason = "the tests call `run` instead of `main`")]
#[path = "../../examples/plan.rs"]
mod plan;
#[allow(dead_code, reason = "the tests call `run` instead of `main`")]
#[path = "../../examples/render.rs"]
mod render;

const ROLE: &str = "examples/roles/cloudblue-missing-delete.json";
const POLICY: &str = "cloudblue-reseller-marketplace";

fn words(list: &[&str]) -> impl Iterator<Item = String> + use<> {
    let words: Vec<String> = list.iter().map(|word| (*word).to_owned()).collect();
    words.into_iter()
}

fn program(arguments: &[&str]) -> String {
    let more = ["--no-config", "--today", "2026-11-28"];
    crate::harness::leastwise(&[arguments, &more].concat()).stdout
}

#[test]
fn the_check_lists_findings() {
    let text = check::run(words(&[ROLE, POLICY])).unwrap();
    assert!(text.contains("Delete"), "{text}");
    assert!(text.starts_with("error: "), "{text}");
}

#[test]
fn each_format_matches_the_program() {
    for format in leastwise::Format::ALL {
        // The human format depends on the terminal.
        if *format == leastwise::Format::Human {
            continue;
        }
        let name = format.name();
        let text = render::run(words(&[ROLE, POLICY, name])).unwrap();
        let expected = program(&["check", ROLE, "-p", POLICY, "--format", name]);
        assert_eq!(text, expected, "{name}");
    }
}

#[test]
fn an_unknown_format_lists_the_formats() {
    let error = render::run(words(&[ROLE, POLICY, "pdf"])).unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with("there is no format `pdf`; use one of human, "));
}

#[test]
fn a_plan_matches_the_program() {
    let text = plan::run(words(&[ROLE, POLICY])).unwrap();
    let expected = program(&["plan", ROLE, "-p", POLICY, "--format", "markdown"]);
    assert_eq!(text, expected);
}

#[test]
fn a_page_becomes_a_policy() {
    let page = tempfile::Builder::new().suffix(".md").tempfile().unwrap();
    let table = "# Acme\n\n| Module | Function | Add | Edit | Delete | Inquire |\n\
                 |---|---|---|---|---|---|\n| Finance | Agreements | All | All | None | All |\n";
    std::fs::write(page.path(), table).unwrap();
    let text = import::run(words(&[page.path().to_str().unwrap()])).unwrap();
    assert!(text.contains("Agreements"), "{text}");
    assert!(
        text.contains("# note: ") || text.contains("# warning: "),
        "{text}"
    );
}

#[test]
fn errors_are_sentences() {
    let error = check::run(words(&[ROLE, "no-such-policy"])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no policy named `no-such-policy` in the library"
    );
    let error = leastwise::Policy::from_text("x.yaml", "schema: nonsense\n").unwrap_err();
    assert!(error.to_string().starts_with("x.yaml:1:"), "{error}");
}
