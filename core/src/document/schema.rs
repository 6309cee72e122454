//! JSON Schema (2020-12) of declared documents.

use serde_json::{Map, Value, json};

use super::Document;

/// The definitions met while a schema is described.
#[derive(Default)]
pub(crate) struct Schemas(Map<String, Value>);

impl Schemas {
    /// A reference to a definition, which is described when it is met first.
    pub(crate) fn define(&mut self, name: &str, describe: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            // The place is taken first: a definition may refer to itself.
            self.0.insert(name.to_owned(), Value::Null);
            let description = describe(self);
            self.0.insert(name.to_owned(), description);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// The whole schema of a document.
    pub(crate) fn of<T: Document>(id: &str, title: &str) -> Value {
        let mut schemas = Self::default();
        let root = T::schema(&mut schemas);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": id,
            "title": title,
            "$ref": root["$ref"],
            "$defs": schemas.0,
        })
    }
}

/// The schema of an object: its documentation, and per key the name, documentation, schema and whether it is needed.
pub(crate) fn object_schema(docs: &[&str], keys: Vec<(&str, &[&str], Value, bool)>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (key, docs, schema, needed) in keys {
        let key = key.strip_prefix("r#").unwrap_or(key);
        properties.insert(key.to_owned(), described(schema, docs));
        if needed {
            required.push(key);
        }
    }
    let object = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    described(object, docs)
}

fn described(mut schema: Value, docs: &[&str]) -> Value {
    if let (Value::Object(members), false) = (&mut schema, docs.is_empty()) {
        let text: Vec<_> = docs.iter().map(|line| line.trim()).collect();
        members.insert("description".to_owned(), Value::String(text.join(" ")));
    }
    schema
}
