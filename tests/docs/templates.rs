//! Custom templates.

use crate::docs::harness::{Sandbox, docs};
use crate::docs::html;

const POLICY: &str = "cloudblue-reseller-marketplace";

#[test]
fn a_template_replaces_the_default() {
    let folder = Sandbox::new();
    folder.write(
        "t.md",
        "{{ title }} {{ version }}{{ vendor }}\n{% for module in modules %}\n* {{ module.name }}\n{% endfor %}\n",
    );
    let text = folder.docs(&[POLICY, "--template", "t.md"]).good();
    assert_eq!(
        text,
        "CloudBlue Reseller Marketplace 21.0\n* Companies\n* Finance\n* Procurement\n* System\n"
    );
}

#[test]
fn a_template_can_override_a_block() {
    let folder = Sandbox::new();
    folder.write(
        "t.md",
        "{% extends 'guide.md' %}{% block verify %}Ask us.\n\n{% endblock %}",
    );
    let (own, ours) = (
        folder.docs(&[POLICY, "--template", "t.md"]).good(),
        docs(&[POLICY]).good(),
    );
    let (before, rest) = ours.split_once("## Check the role").unwrap();
    let (_, after) = rest.split_once("## Sources").unwrap();
    assert_eq!(own, format!("{before}Ask us.\n\n## Sources{after}"));
}

#[test]
fn the_default_template_can_be_printed() {
    let folder = Sandbox::new();
    for kind in ["guide", "table", "index"] {
        for format in ["markdown", "html"] {
            let chosen = ["--kind", kind, "--format", format];
            let template = folder
                .docs(&[&chosen[..], &["--print-template"]].concat())
                .good();
            folder.write("t", &template);
            let make = |more: &[&str]| {
                folder
                    .docs(&[&["huntress"], &chosen[..], more].concat())
                    .good()
            };
            assert_eq!(make(&["--template", "t"]), make(&[]));
        }
    }
    folder
        .docs(&["--print-template", "--format", "json"])
        .failed(2);
}

/// A template cannot forget to escape, since values are escaped for it.
#[test]
fn values_are_escaped_in_every_template() {
    let folder = Sandbox::with_policy("title: <b> | *x*\n");
    folder.write("t", "{{ title }} {{ title|strong }} {{ title|code }}");
    let run = |format: &str| {
        folder
            .docs(&["policy.yaml", "--template", "t", "--format", format])
            .good()
    };
    assert_eq!(
        run("markdown"),
        "&lt;b> \\| \\*x\\* **&lt;b> \\| \\*x\\*** <code>&lt;b> \\| \\*x\\*</code>\n"
    );
    let page = run("html");
    assert!(
        page.contains(
            "<body>\n&lt;b&gt; | *x* <strong>&lt;b&gt; | *x*</strong> <code>&lt;b&gt; | *x*</code>"
        ),
        "{page}"
    );
}

#[test]
fn a_template_can_be_a_complete_page() {
    let folder = Sandbox::new();
    folder.write(
        "t.html",
        "<!DOCTYPE html>\n<html lang=\"{{ language }}\"><title>{{ title }}</title></html>\n",
    );
    let page = folder
        .docs(&[POLICY, "--template", "t.html", "--format", "html"])
        .good();
    assert_eq!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\"><title>CloudBlue Reseller Marketplace</title></html>\n"
    );
}

#[test]
fn template_errors_have_a_line() {
    let folder = Sandbox::new();
    for (template, message) in [
        (
            "a\n{{ titel }}",
            "t.md:2: the template uses something undefined: there is no value `titel`; did you mean `title`?",
        ),
        (
            "a\n\n{{ title.x.y }}",
            "t.md:3: the template uses something undefined: there is no value `title.x.y`",
        ),
        (
            "{{ title }} {{ t('note') }}\n{% for x in modules %}{{ x.name }}{{ unlistd }}{% endfor %}",
            "t.md:2: the template uses something undefined: there is no value `unlistd`; did you mean `unlisted`?",
        ),
        (
            "{% for x in modules %}\n{{ x.nam }}\n{% endfor %}",
            "t.md:2: the template uses something undefined: there is no value `x.nam`",
        ),
        (
            "{{ verify.comand|code }}",
            "t.md:1: the template uses something undefined: there is no value `verify.comand`; did you mean `command`?",
        ),
        (
            "{{ t('note') }}\n{{ t('guide_title', title=titel) }}",
            "t.md:2: the template uses something undefined: there is no value `titel`; did you mean `title`?",
        ),
        (
            "{{ titel|strong }}",
            "t.md:1: the template uses something undefined: there is no value `titel`; did you mean `title`?",
        ),
        (
            "{% for x in modules %}",
            "t.md:1: this is not a valid template",
        ),
        (
            "a\n{{ t('role_stp') }}",
            "t.md:2: the template uses something undefined: there is no text `role_stp`; did you mean `role_step`?",
        ),
        (
            "{{ t('guide_title') }}",
            "t.md:1: the template failed: the text `guide_title` needs a value for `title`",
        ),
        ("{{ title|strnog }}", "t.md:1: the template failed"),
        (
            "{% include 'x.md' %}",
            "t.md:1: the template includes a file that does not exist",
        ),
        (
            "{% extends 'guide.md' %}\n{% block verify %}\n{{ nothing }}{% endblock %}",
            "t.md:3: the template uses something undefined: there is no value `nothing`",
        ),
    ] {
        folder.write("t.md", template);
        let said = folder.docs(&[POLICY, "--template", "t.md"]).failed(3);
        assert!(
            said.starts_with(&format!("error: {message}")),
            "{template}\n{said}"
        );
        assert!(
            said.contains("docs/reference/templates.md lists the values"),
            "{said}"
        );
    }
}

#[test]
fn an_index_has_a_separate_template() {
    let folder = Sandbox::new();
    folder.write(
        "i",
        "{% for policy in policies %}{{ policy.id }} {% endfor %}",
    );
    folder
        .docs(&["huntress", "rewst", "-o", "out", "--index-template", "i"])
        .good();
    assert_eq!(folder.read("out/index.md"), "huntress rewst\n");
    assert!(folder.read("out/rewst.md").contains("## Step 1"));
}

#[test]
fn pages_load_no_resources() {
    let page = docs(&[POLICY, "--format", "html"]).good();
    for element in html::read(&page) {
        for name in ["src", "style", "onclick"] {
            assert_eq!(element.attribute(name), None);
        }
        assert!(!["script", "link", "img"].contains(&element.name.as_str()));
    }
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
}
