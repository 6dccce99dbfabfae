use super::super::Policy;
use super::*;
use crate::model::SourceText;

#[test]
fn every_text_comes_back_as_it_was() {
    let hostile = [
        "plain",
        "no",
        "Null",
        "a: b",
        "# not a comment",
        "- x",
        "\"quoted\"",
        "back\\slash",
        "two\nlines",
        " space ",
        "\u{1b}[31m",
        "日本 – ü",
        "{a}",
        "*",
        "&x",
        "!tag",
        "1.0",
        "~",
        "a #b",
        "\u{e0001}",
        "x,y",
        "@",
        "`",
        "%",
        "https://x.example/a?b=c#d",
    ];
    for text in hostile {
        let draft = Draft {
            id: "x".into(),
            title: text.into(),
            notes: vec![text.into()],
            unconfirmed: vec![(None, Some(text.into()), text.into())],
            rows: vec![DraftRow {
                module: "Finance".into(),
                function: text.into(),
                cells: PerOperation {
                    edit: Some(DraftCell {
                        purpose: Some(text.into()),
                        ..DraftCell::exactly(Level::My)
                    }),
                    ..PerOperation::default()
                },
                ..DraftRow::default()
            }],
            ..Draft::default()
        };
        let source = SourceText::new("x.yaml", draft.text());
        let policy = Policy::parse(std::sync::Arc::new(source)).unwrap();
        assert_eq!(policy.document.title, text);
        assert_eq!(policy.document.notes, [text]);
        assert_eq!(policy.document.unconfirmed[0].guess.value, text);
        let (_, functions) = policy.document.permissions.iter().next().unwrap();
        assert_eq!(functions.iter().next().unwrap().0.value, text);
    }
}
