//! The documents as TypeScript types, from their JSON Schemas.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chamdiem::json::Schema;
use serde_json::Value;

/// The criteria set as written; `CriteriaSet` is the compiled one.
const RENAMED: (&str, &str) = ("CriteriaSet", "CriteriaSetDocument");

/// The declarations of every document.
pub(crate) fn declarations() -> Result<String, String> {
    let mut declared = BTreeMap::new();
    for schema in Schema::ALL {
        let text = schema.to_json();
        let schema_of = serde_json::from_str::<Value>(&text);
        let schema_of = schema_of.map_err(|error| format!("the schema {}: {error}", schema.name()))?;
        let writer = Writer { written: is_written(schema) };
        for (name, definition) in schema_of["$defs"].as_object().into_iter().flatten() {
            if writer.written && is_figure(name) {
                continue;
            }
            let declaration = writer.declaration(name, definition);
            let known = declared.entry(name.clone()).or_insert_with(|| declaration.clone());
            if *known != declaration {
                return Err(format!("`{name}` is one type in a document and another in {}", schema.name()));
            }
        }
    }
    let mut text = "// Made from the JSON Schemas of the documents.\n".to_owned();
    for declaration in declared.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    Ok(text)
}

/// Whether the library writes the document: figures are then texts. Others may have numbers.
const fn is_written(schema: Schema) -> bool {
    !matches!(schema, Schema::CriteriaSet | Schema::Round | Schema::Calendar)
}

fn is_figure(name: &str) -> bool {
    matches!(name, "Decimal" | "Fraction")
}

struct Writer {
    written: bool,
}

impl Writer {
    fn declaration(&self, name: &str, definition: &Value) -> String {
        let mut text = comment(definition, "");
        let name = renamed(name);
        let _ = if definition["properties"].is_object() {
            writeln!(text, "export interface {name} {}", self.object(definition, ""))
        } else {
            writeln!(text, "export type {name} = {};", self.of(definition, ""))
        };
        text
    }

    fn object(&self, definition: &Value, indent: &str) -> String {
        let required: Vec<_> = definition["required"].as_array().into_iter().flatten().collect();
        let mut text = "{\n".to_owned();
        let deeper = format!("{indent}  ");
        for (key, member) in definition["properties"].as_object().into_iter().flatten() {
            let optional = if required.iter().any(|name| *name == key) { "" } else { "?" };
            let of = self.of(member, &deeper);
            let _ = writeln!(text, "{}{deeper}{key}{optional}: {of};", comment(member, &deeper));
        }
        let _ = write!(text, "{indent}}}");
        text
    }

    fn of(&self, schema: &Value, indent: &str) -> String {
        let list = |key: &str| schema[key].as_array().map(Vec::as_slice);
        if let Some(name) = schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
            return if self.written && is_figure(name) { "string".to_owned() } else { renamed(name).to_owned() };
        }
        if let Some(choices) = list("oneOf").or_else(|| list("anyOf")) {
            return union(choices.iter().map(|choice| self.of(choice, indent)));
        }
        if let Some(words) = list("enum") {
            return union(words.iter().map(Value::to_string));
        }
        if !schema["const"].is_null() {
            return schema["const"].to_string();
        }
        match list("type") {
            Some(kinds) => union(kinds.iter().map(|kind| self.kind(kind, schema, indent))),
            None => self.kind(&schema["type"], schema, indent),
        }
    }

    fn kind(&self, kind: &Value, schema: &Value, indent: &str) -> String {
        match kind.as_str() {
            Some("array") => format!("Array<{}>", self.of(&schema["items"], indent)),
            Some("object") if schema["properties"].is_object() => self.object(schema, indent),
            Some("object") if schema["additionalProperties"].is_object() => {
                format!("Record<string, {}>", self.of(&schema["additionalProperties"], indent))
            }
            Some("object") => "Record<string, unknown>".to_owned(),
            Some("integer") => "number".to_owned(),
            Some(kind) => kind.to_owned(),
            None => "unknown".to_owned(),
        }
    }
}

fn renamed(name: &str) -> &str {
    if name == RENAMED.0 { RENAMED.1 } else { name }
}

fn union(choices: impl Iterator<Item = String>) -> String {
    choices.collect::<Vec<_>>().join(" | ")
}

fn comment(schema: &Value, indent: &str) -> String {
    schema["description"].as_str().map_or_else(String::new, |text| format!("{indent}/** {text} */\n"))
}

#[cfg(test)]
mod tests {
    use super::declarations;

    #[test]
    fn what_is_read_may_have_numbers_and_what_is_written_has_texts() {
        let text = declarations().unwrap();
        assert!(text.contains("export type Decimal = number | string;"));
        assert!(text.contains("  /** Points won; of an incomplete unit, the points so far. */\n  total?: string;"));
        assert!(text.contains("export interface CriteriaSetDocument {"));
    }
}
