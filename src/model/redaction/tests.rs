use super::*;

fn redacted(text: &str) -> String {
    let secrets = Secrets::new(["p&ss+W0rd/x"]);
    String::from_utf8(secrets.redact(text.as_bytes()).into_owned()).unwrap()
}

#[test]
fn every_form_of_a_secret_is_redacted() {
    for form in [
        "p&ss+W0rd/x",
        "P&SS+w0rd/X",
        "p&amp;ss+W0rd/x",
        "p&#38;ss&#43;W0rd/x",
        "p&#x26;ss&#x2B;W0rd&sol;x",
        "p&#38ss&plus;W0rd/x",
        "&#112;&#0000038;&#115;&#115;&#43;&#87;0rd/x",
        "p&amp;#38;ss+W0rd/x",
        "p\\u{26}ss+W0rd/x",
        "p&ss+\n  \u{2502} W0rd/x",
        "p\\u0026ss+W0rd\\/x",
        "p\\x26ss+W0rd/x",
        "\\u0070\\u0026\\u0073\\u0073\\u002b\\u0057\\u0030\\u0072\\u0064\\u002f\\u0078",
        "p%26ss%2BW0rd%2fx",
        "p%2526ss%252BW0rd%252Fx",
    ] {
        let text = format!("a {form} b");
        assert_eq!(redacted(&text), "a ******** b", "{form}");
    }
}

#[test]
fn base64_is_redacted_at_every_offset_and_in_both_alphabets() {
    use base64::Engine;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
    for before in ["", "a", "ab", "acme+pub:"] {
        for engine in [&BASE64_STANDARD, &BASE64_URL_SAFE] {
            let text = engine.encode(format!("{before}p&ss+W0rd/x"));
            assert!(redacted(&text).contains("********"), "{text}");
        }
    }
}

#[test]
fn backslashes_and_quotes_of_a_secret_are_found_as_formats_write_them() {
    let secrets = Secrets::new(["ab\\cd\"ef'gh"]);
    for form in [
        r#"ab\cd"ef'gh"#,
        r#"ab\\cd\\"ef'gh"#,
        r#"ab\\\\cd\\\"ef'gh"#,
        r#"ab\cd""ef''gh"#,
        r"ab\u005ccd\u0022ef\u0027gh",
    ] {
        let made = secrets.redact(form.as_bytes());
        assert_eq!(made.as_ref(), b"********", "{form}");
    }
}

#[test]
fn the_rest_of_a_string_is_still_valid() {
    let secrets = Secrets::new(["nsecret\\"]);
    for text in ["\nsecret", "\u{b}nsecret\\", "x nsecret\" y", "nsecret\\"] {
        let json = serde_json::to_vec(&text).unwrap();
        let made = secrets.redact(&json);
        assert!(serde_json::from_slice::<String>(&made).is_ok(), "{text}");
    }
}

#[test]
fn a_part_takes_the_rest_of_a_secret_with_it() {
    let secrets = Secrets::new(["p&ss+W0rd/x"]);
    let (made, next) = secrets.redact_until(b"a p&ss+W0rd/x b", 5);
    assert_eq!((made.as_ref(), next), (&b"a ********"[..], 13));
    let (made, next) = secrets.redact_until(b"a p&ss+W0rd/x b", 2);
    assert_eq!((made.as_ref(), next), (&b"a "[..], 2));
}

#[test]
fn other_text_stays_as_it_is() {
    for text in [
        "p&ss",
        "nothing",
        "%",
        "\\",
        "&",
        "p&ss+",
        "日本 &#x; \\u12",
    ] {
        assert_eq!(redacted(text), text);
    }
    assert!(Secrets::new(["short"]).is_empty());
}
