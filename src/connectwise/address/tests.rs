//! Valid forms of pasted addresses, and rejected ones.

use super::*;

#[test]
fn every_form_that_people_paste_is_read() {
    for (pasted, login, api, codebase) in [
        (
            "na.myconnectwise.net",
            "https://na.myconnectwise.net/",
            "https://api-na.myconnectwise.net/",
            None,
        ),
        (
            "api-na.myconnectwise.net",
            "https://api-na.myconnectwise.net/",
            "https://api-na.myconnectwise.net/",
            None,
        ),
        (
            " https://NA.myconnectwise.net/ ",
            "https://na.myconnectwise.net/",
            "https://api-na.myconnectwise.net/",
            None,
        ),
        (
            "https://api-eu.myconnectwise.net/v4_6_release/apis/3.0",
            "https://api-eu.myconnectwise.net/",
            "https://api-eu.myconnectwise.net/",
            Some("v4_6_release"),
        ),
        (
            "https://api-eu.myconnectwise.net/v4_6_release/apis/3.0/",
            "https://api-eu.myconnectwise.net/",
            "https://api-eu.myconnectwise.net/",
            Some("v4_6_release"),
        ),
        (
            "api-au.myconnectwise.net/v2026_1/apis/3.0//system/info?page=1#x",
            "https://api-au.myconnectwise.net/",
            "https://api-au.myconnectwise.net/",
            Some("v2026_1"),
        ),
        (
            "eu.myconnectwise.net/v4_6_release/ConnectWise.aspx?locale=en",
            "https://eu.myconnectwise.net/",
            "https://api-eu.myconnectwise.net/",
            Some("v4_6_release"),
        ),
        (
            "https://na.myconnectwise.net/login",
            "https://na.myconnectwise.net/",
            "https://api-na.myconnectwise.net/",
            None,
        ),
        (
            "\"https://cw.example.com/apis/3.0\"",
            "https://cw.example.com/",
            "https://cw.example.com/",
            None,
        ),
        (
            "cw.example.com:8443",
            "https://cw.example.com:8443/",
            "https://cw.example.com:8443/",
            None,
        ),
        (
            "http://127.0.0.1:99",
            "http://127.0.0.1:99/",
            "http://127.0.0.1:99/",
            None,
        ),
        (
            "http://[::1]:99/",
            "http://[::1]:99/",
            "http://[::1]:99/",
            None,
        ),
        (
            "http://localhost/v4_6_release/APIs/3.0",
            "http://localhost/",
            "http://localhost/",
            Some("v4_6_release"),
        ),
    ] {
        let address = Address::parse(pasted).unwrap_or_else(|error| panic!("{pasted}: {error}"));
        assert_eq!(address.login.as_str(), login, "{pasted}");
        assert_eq!(address.api.as_str(), api, "{pasted}");
        assert_eq!(address.codebase.as_deref(), codebase, "{pasted}");
    }
}

#[test]
fn unsafe_or_invalid_addresses_are_refused() {
    for (pasted, error) in [
        ("", AddressError::Empty),
        ("''", AddressError::Empty),
        ("ftp://na.myconnectwise.net", AddressError::NotAnAddress),
        ("https://", AddressError::NotAnAddress),
        ("a b", AddressError::NotAnAddress),
        ("http://na.myconnectwise.net", AddressError::PlainHttp),
        ("http://localhost.example.com", AddressError::PlainHttp),
        ("http://127.0.0.1.example.com", AddressError::PlainHttp),
        (
            "https://me:secret@na.myconnectwise.net",
            AddressError::UserInfo,
        ),
        (
            "https://cw.example.com/v4_6_release/apis/2.0",
            AddressError::UnknownPath("/v4_6_release/apis/2.0".into()),
        ),
        (
            "https://cw.example.com/wiki/page",
            AddressError::UnknownPath("/wiki/page".into()),
        ),
    ] {
        assert_eq!(Address::parse(pasted), Err(error), "{pasted}");
    }
}

#[test]
fn a_server_can_name_only_another_host_of_the_same_cloud() {
    let cloud = Address::parse("na.myconnectwise.net").unwrap();
    let site = |address: &Address, named: &str| address.site(named).map(|url| url.to_string());
    assert_eq!(
        site(&cloud, "api-eu.myconnectwise.net").as_deref(),
        Some("https://api-eu.myconnectwise.net/")
    );
    for named in [
        "evil.example.com",
        "evilmyconnectwise.net",
        "http://api-eu.myconnectwise.net",
        "api-eu.myconnectwise.net:1",
        "api-staging.connectwisedev.com",
        "",
    ] {
        assert_eq!(site(&cloud, named), None, "{named}");
    }
    let own = Address::parse("cw.example.com").unwrap();
    assert_eq!(site(&own, "api-na.myconnectwise.net"), None);
}
