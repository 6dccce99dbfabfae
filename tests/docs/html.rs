//! HTML as a parser reads it: elements with their texts.

use html5gum::{Token, Tokenizer};

/// An element with its content.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// Its text, including that of inner elements.
    pub(crate) text: String,
    /// The names of the enclosing elements, outermost first.
    pub(crate) within: Vec<String>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 3] = ["meta", "br", "link"];

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every element of a page, each after its children. A page with an unclosed element, or with tags
/// closed in another order, is an error.
pub(crate) fn read(page: &str) -> Vec<Element> {
    assert!(page.starts_with("<!doctype html>\n"), "{page}");
    let mut done: Vec<Element> = Vec::new();
    let mut open: Vec<Element> = Vec::new();
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = utf8(&tag.name);
                let element = Element {
                    attributes: tag
                        .attributes
                        .iter()
                        .map(|(key, value)| (utf8(key), utf8(value)))
                        .collect(),
                    text: String::new(),
                    within: open.iter().map(|element| element.name.clone()).collect(),
                    name: name.clone(),
                };
                if VOID.contains(&name.as_str()) {
                    done.push(element);
                } else {
                    open.push(element);
                }
            }
            Token::EndTag(tag) => {
                let name = utf8(&tag.name);
                let element = open
                    .pop()
                    .unwrap_or_else(|| panic!("</{name}> closes nothing"));
                assert_eq!(element.name, name);
                if let Some(outer) = open.last_mut() {
                    outer.text.push_str(&element.text);
                }
                done.push(element);
            }
            Token::String(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&utf8(&text));
                }
            }
            Token::Comment(text) => panic!("a comment: {}", utf8(&text)),
            Token::Doctype(_) => {}
            Token::Error(error) => panic!("{error:?} in {page}"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    done
}

/// The texts of the elements with a name.
pub(crate) fn texts(elements: &[Element], name: &str) -> Vec<String> {
    let named = elements.iter().filter(|element| element.name == name);
    named
        .map(|element| element.text.trim().to_owned())
        .collect()
}
