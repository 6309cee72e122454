//! Who computes tiles of units: the thread that goes through the round, and others beside it.

use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::Scope;

use super::Standing;
use super::publish::Lane;
use super::tile::Tiles;
use crate::diagnostic::Diagnostics;
use crate::plan::{Plan, Texts};
use crate::program::Statistics;
use crate::results::UnitResult;
use crate::round::{Block, BlockRows, Head, UnitReader};
use crate::stage::{Current, overlay};

/// What a pass is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose<'p> {
    /// To collect figures that units are compared by, of a level.
    Ask(u32, &'p Statistics),
    /// To write the results.
    Publish(&'p Statistics),
}

/// What units come to.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) statistics: Statistics,
    pub(super) units: Vec<UnitResult>,
    pub(super) standings: Vec<Standing>,
    /// What is wrong with what they set, one thing beside another.
    pub(super) overlaid: Diagnostics,
    /// What is wrong with their figures.
    pub(super) computed: Diagnostics,
}

impl Told {
    pub(super) fn append(&mut self, mut other: Self) {
        self.statistics.merge(other.statistics);
        self.units.append(&mut other.units);
        self.standings.append(&mut other.standings);
        self.overlaid.append(other.overlaid);
        self.computed.append(other.computed);
    }
}

/// Units that are read and computed together.
pub(super) struct Tile<'t> {
    pub(super) at: usize,
    /// The position of its first unit in the round.
    pub(super) first: usize,
    /// Its units, or room for those that are not read yet.
    pub(super) lanes: Vec<Lane<'t>>,
    /// The texts of its units, where these are to be read.
    pub(super) unread: Vec<&'t str>,
    /// What is wrong with the texts.
    pub(super) problems: Diagnostics,
    /// For each unit that was read how many of the problems stand up to it.
    pub(super) ends: Vec<usize>,
    /// Whether nobody asks for figures any more, since the round has errors.
    pub(super) is_refused: bool,
    pub(super) head: Arc<Head>,
    pub(super) block: Option<Arc<dyn Block + 't>>,
}

impl Tile<'_> {
    /// What the block writes into the tile: its rows are those of the units.
    fn block_rows(&self) -> Vec<BlockRows> {
        let block = self.block.as_ref().map(|block| block.rows(&(self.first..self.first + self.lanes.len())));
        block.unwrap_or_default()
    }
}

/// What reads and computes tiles, one after another.
pub(super) struct Worker<'p, 't> {
    plan: &'p Plan,
    pub(super) tiles: Tiles,
    current: Current,
    pub(super) purpose: Purpose<'p>,
    reader: UnitReader<'p, 't>,
}

impl<'p, 't> Worker<'p, 't> {
    pub(super) fn new(plan: &'p Plan, tiles: Tiles, purpose: Purpose<'p>, texts: Texts) -> Self {
        Self { plan, tiles, current: Current::new(plan), purpose, reader: UnitReader::new(plan, texts) }
    }

    /// Another one, which has computed nothing yet and shares the texts.
    fn another(&self) -> Self {
        Self::new(self.plan, self.tiles.unused(), self.purpose, self.reader.texts.clone())
    }

    pub(super) const fn texts(&mut self) -> &mut Texts {
        &mut self.reader.texts
    }

    pub(super) fn into_texts(self) -> Texts {
        self.reader.texts.unshared()
    }

    pub(super) fn compute(&mut self, tile: &mut Tile<'t>) -> Told {
        let mut told = Told::default();
        self.read(tile);
        self.reader.texts.catch_up();
        self.tiles.block_rows = tile.block_rows();
        let texts = &self.reader.texts;
        let Tile { lanes, head, problems, is_refused, .. } = tile;
        for lane in &mut *lanes {
            let spare = std::mem::take(&mut lane.overlay);
            lane.overlay = overlay(&mut lane.unit, self.plan, texts, &mut self.current, &mut told.overlaid, spare);
        }
        if *is_refused || problems.has_errors() || told.overlaid.has_errors() {
            return told;
        }
        match self.purpose {
            Purpose::Ask(level, known) => {
                told.statistics = self.tiles.ask(lanes, head, texts, level, known);
            }
            Purpose::Publish(known) => {
                let results = (&mut told.units, &mut told.standings);
                self.tiles.run(lanes, head, texts, known, &mut told.computed, results);
            }
        }
        told
    }

    fn read(&mut self, tile: &mut Tile<'t>) {
        self.reader.begin_apart(tile.head.limits, &tile.problems);
        let Tile { first, lanes, unread, problems, ends, .. } = tile;
        for (at, (text, lane)) in (*first..).zip(unread.iter().zip(lanes)) {
            self.reader.begin(at, Some(std::mem::take(&mut lane.unit)));
            self.reader.read(text);
            lane.unit = self.reader.finish(problems);
            ends.push(problems.as_slice().len());
        }
    }
}

/// A tile that is over, and what it came to.
pub(super) type Done<'t> = (Tile<'t>, Told);

/// Says that a thread has broken off, so that nobody waits for it; the scope hands its panic on.
struct Alarm<'t>(Sender<Option<Done<'t>>>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Who does not listen any more does not wait.
            let _ = self.0.send(None);
        }
    }
}

/// The other threads.
pub(super) struct Crew<'t> {
    tiles: SyncSender<Tile<'t>>,
    done: Receiver<Option<Done<'t>>>,
    /// How many tiles they have.
    busy: usize,
}

impl<'t> Crew<'t> {
    pub(super) fn hire<'scope, 'p: 'scope>(
        scope: &'scope Scope<'scope, '_>,
        threads: usize,
        like: &Worker<'p, 't>,
    ) -> Self
    where
        't: 'scope,
    {
        let (tiles, taken) = sync_channel::<Tile<'t>>(threads);
        let (told, done) = channel();
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..threads {
            let (taken, told, mut worker) = (Arc::clone(&taken), Alarm(Sender::clone(&told)), like.another());
            scope.spawn(move || {
                while let Some(mut tile) = next(&taken) {
                    let of_tile = worker.compute(&mut tile);
                    if told.0.send(Some((tile, of_tile))).is_err() {
                        break;
                    }
                }
            });
        }
        Self { tiles, done, busy: 0 }
    }

    /// Takes a tile, or gives it back where there is no room for it.
    pub(super) fn take(&mut self, tile: Tile<'t>) -> Option<Tile<'t>> {
        match self.tiles.try_send(tile) {
            Ok(()) => {
                self.busy += 1;
                None
            }
            Err(TrySendError::Full(tile) | TrySendError::Disconnected(tile)) => Some(tile),
        }
    }

    /// A tile that is over by now.
    pub(super) fn done(&mut self) -> Option<Done<'t>> {
        let done = self.done.try_recv().ok().flatten()?;
        self.busy -= 1;
        Some(done)
    }

    /// The next tile that will be over; none where none is left, or a thread has broken off.
    pub(super) fn wait(&mut self) -> Option<Done<'t>> {
        if self.busy == 0 {
            return None;
        }
        let done = self.done.recv().ok().flatten()?;
        self.busy -= 1;
        Some(done)
    }
}

/// The next tile that waits, until there will be none.
fn next<'t>(tiles: &Mutex<Receiver<Tile<'t>>>) -> Option<Tile<'t>> {
    tiles.lock().ok()?.recv().ok()
}
