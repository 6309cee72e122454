//! What stands on a page, before anybody decides how it is written.

/// A page: blocks from top to bottom.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) blocks: Vec<Block>,
}

#[derive(Debug)]
pub(crate) enum Block {
    /// What the page is about.
    Title(String),
    /// What the next block is about.
    Heading(String),
    /// Labels with their texts.
    Pairs(Vec<(String, String)>),
    Table(Table),
    /// A sentence.
    Text(String),
}

#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) kind: Kind,
}

/// How a column stands and whether it gives way where a page is narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Left, of its own width.
    Short,
    /// Left, broken into lines where there is no room.
    Long,
    /// Numbers under one another by their decimal sign.
    Figure,
}

#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) weight: Weight,
    pub(crate) cells: Vec<Cell>,
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    #[default]
    Plain,
    /// It sums up what stands below it.
    Node,
    /// It begins a part of the table.
    Head,
    /// It sums up what stands above it.
    Sum,
}

#[derive(Debug, Default)]
pub(crate) struct Cell {
    /// How deep it stands in a tree.
    pub(crate) depth: usize,
    /// An id before the text.
    pub(crate) mark: String,
    pub(crate) text: String,
    /// Whether it differs from the cell of the stage before.
    pub(crate) changed: bool,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Table {
    /// Adds a column.
    pub(crate) fn column(&mut self, kind: Kind, title: impl Into<String>) {
        self.columns.push(Column { title: title.into(), kind });
    }

    /// The table without the columns in which nothing stands.
    pub(crate) fn without_empty_columns(mut self) -> Self {
        let filled = |at: usize| {
            self.rows
                .iter()
                .any(|row| row.cells.get(at).is_some_and(|cell| !(cell.text.is_empty() && cell.mark.is_empty())))
        };
        let keep: Vec<bool> = (0..self.columns.len()).map(filled).collect();
        let mut kept = keep.iter();
        self.columns.retain(|_| kept.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut kept = keep.iter();
            row.cells.retain(|_| kept.next().copied().unwrap_or(true));
        }
        self
    }
}

impl Page {
    pub(crate) fn title(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Title(text.into()));
    }

    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(crate) fn pairs(&mut self, pairs: Vec<(String, String)>) {
        if !pairs.is_empty() {
            self.blocks.push(Block::Pairs(pairs));
        }
    }

    pub(crate) fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table.without_empty_columns()));
    }
}
