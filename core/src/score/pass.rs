//! One pass over the units of a round: read in order, computed tile by tile wherever there is room, told in order.
//!
//! The thread that reads makes tiles of units. Others take them, where there are any; the one that reads computes what
//! nobody takes. What tiles come to is put together in the order of the units, so that neither the number of threads
//! nor the size of a tile shows in the results.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{Scope, available_parallelism, scope};

use super::publish::Lane;
use super::source::Source;
use super::tile::Tiles;
use super::{Detail, Options, Standing};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::plan::{Plan, Texts};
use crate::program::Statistics;
use crate::results::UnitResult;
use crate::round::{Block, BlockRows, Head, Receive, Unit};
use crate::stage::{Current, Overlay, Reciprocal, overlay};

/// How many units go through the steps at once, unless the options say.
const TILE: usize = 256;

/// How many lanes of registers there are at most then; of a plan of very many steps fewer units go at once.
const LANES: usize = 1 << 24;

/// Up to so many texts are copied for other threads whenever new ones are met.
const SHARED_TEXTS: usize = 4_096;

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
    overlaid: Diagnostics,
    /// What is wrong with their figures.
    computed: Diagnostics,
}

impl Told {
    fn append(&mut self, mut other: Self) {
        self.statistics.merge(other.statistics);
        self.units.append(&mut other.units);
        self.standings.append(&mut other.standings);
        self.overlaid.append(other.overlaid);
        self.computed.append(other.computed);
    }
}

/// Units that are computed together.
struct Tile<'t> {
    at: usize,
    lanes: Vec<Lane<'t>>,
    /// Whether nobody asks for figures any more, since the round has errors.
    is_refused: bool,
    head: Arc<Head>,
    texts: Arc<Texts>,
    block: Option<Arc<dyn Block + 't>>,
}

impl Tile<'_> {
    /// What the block writes into the tile: its rows are those of the units.
    fn block_rows(&self) -> Vec<BlockRows> {
        let first = self.lanes.first().map_or(0, |lane| lane.unit.at);
        let block = self.block.as_ref().map(|block| block.rows(&(first..first + self.lanes.len())));
        block.unwrap_or_default()
    }
}

/// What a tile came to, and the room of its units.
type Done<'t> = (usize, Vec<Lane<'t>>, Told);

/// What computes tiles, one after another.
struct Worker<'p> {
    plan: &'p Plan,
    tiles: Tiles,
    current: Current,
    purpose: Purpose<'p>,
}

impl Worker<'_> {
    fn compute(&mut self, tile: &mut Tile<'_>, texts: &Texts) -> Told {
        let mut told = Told::default();
        self.tiles.block_rows = tile.block_rows();
        let Tile { lanes, is_refused, head, .. } = tile;
        for lane in &mut *lanes {
            let spare = std::mem::take(&mut lane.overlay);
            lane.overlay = overlay(&mut lane.unit, self.plan, texts, &mut self.current, &mut told.overlaid, spare);
        }
        if *is_refused || told.overlaid.has_errors() {
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
}

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

/// Whether there can be no other thread: a module would only carry the code for them.
const ALONE: bool = cfg!(target_family = "wasm");

/// The other threads.
struct Crew<'t> {
    tiles: SyncSender<Tile<'t>>,
    done: Receiver<Option<Done<'t>>>,
    /// How many tiles they have.
    busy: usize,
}

impl<'t> Crew<'t> {
    fn hire<'scope, 'p: 'scope>(
        scope: &'scope Scope<'scope, '_>,
        threads: usize,
        worker: impl Fn() -> Worker<'p>,
    ) -> Self
    where
        't: 'scope,
    {
        let (tiles, taken) = sync_channel::<Tile<'t>>(threads);
        let (told, done) = channel();
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..threads {
            let (taken, told, mut worker) = (Arc::clone(&taken), Alarm(Sender::clone(&told)), worker());
            scope.spawn(move || {
                while let Some(mut tile) = next(&taken) {
                    let texts = Arc::clone(&tile.texts);
                    let of_tile = worker.compute(&mut tile, &texts);
                    if told.0.send(Some((tile.at, tile.lanes, of_tile))).is_err() {
                        break;
                    }
                }
            });
        }
        Self { tiles, done, busy: 0 }
    }
}

/// The next tile that waits, until there will be none.
fn next<'t>(tiles: &Mutex<Receiver<Tile<'t>>>) -> Option<Tile<'t>> {
    tiles.lock().ok()?.recv().ok()
}

/// One pass over the units of a round.
pub(super) struct Pass<'scope, 'env, 'p, 't> {
    scope: &'scope Scope<'scope, 'env>,
    worker: Worker<'p>,
    crew: Option<Crew<'t>>,
    threads: usize,
    size: usize,
    head: Arc<Head>,
    /// The texts as other threads last saw them.
    texts: Arc<Texts>,
    block: Option<Arc<dyn Block + 't>>,
    reciprocal: Reciprocal,
    pending: Vec<Lane<'t>>,
    /// The room of units that are over, which is used again.
    spare: Vec<Lane<'t>>,
    overlays: Vec<Overlay>,
    /// How many tiles were made.
    made: usize,
    /// Tiles that are over, from the first that has not been told on.
    over: VecDeque<Option<Told>>,
    told: Told,
    stopped: bool,
}

impl<'scope, 'p: 'scope, 't: 'scope> Pass<'scope, '_, 'p, 't> {
    /// Reads a round, and computes what the pass is for.
    pub(super) fn over(
        round: Source<'t>,
        plan: &'p Plan,
        (given, texts): &(Head, Texts),
        tiles: Tiles,
        purpose: Purpose<'p>,
    ) -> (Head, Texts, Diagnostics, Told) {
        let options = Arc::clone(&tiles.options);
        scope(|scope| {
            let mut pass = Pass {
                scope,
                worker: Worker { plan, tiles, current: Current::new(plan), purpose },
                crew: None,
                threads: threads(&options),
                size: options.tile.map_or_else(|| tile_of(plan), NonZeroUsize::get),
                head: Arc::default(),
                texts: Arc::default(),
                block: None,
                reciprocal: Reciprocal::default(),
                pending: Vec::new(),
                spare: Vec::new(),
                overlays: Vec::new(),
                made: 0,
                over: VecDeque::new(),
                told: Told::default(),
                stopped: false,
            };
            let mut reader = round.reader(plan);
            let (mut problems, texts) = reader.read(plan, given.clone(), texts.clone(), &mut pass);
            if !pass.stopped {
                pass.worker.tiles.outside.check_head(&options, &pass.head, &mut problems);
                pass.tile(&texts, &problems);
                pass.wait();
            }
            let Pass { head, told, stopped, .. } = pass;
            let mut told = told;
            problems.append(std::mem::take(&mut told.overlaid));
            // A figure of a round that is not as it should be is nobody's figure.
            if !problems.has_errors() {
                problems.append(std::mem::take(&mut told.computed));
            }
            if stopped && !problems.has_errors() {
                problems.push(Diagnostic::new(Code::Cancelled, &Path::Root));
            }
            (Head::clone(&head), texts, reader.place(problems, plan), told)
        })
    }

    /// Hands the pending units on as a tile, or computes them.
    fn tile(&mut self, texts: &Texts, problems: &Diagnostics) {
        if self.pending.is_empty() {
            return;
        }
        let lanes = std::mem::take(&mut self.pending);
        let is_refused = problems.has_errors();
        let at = self.made;
        self.made += 1;
        self.over.push_back(None);
        let has_grown = self.texts.len() != texts.len();
        // Where very many texts keep being met, copies would cost more than other threads save.
        let is_shared = !ALONE && self.threads > 1 && at > 0 && !(has_grown && texts.len() > SHARED_TEXTS);
        let mut tile = Tile {
            at,
            lanes,
            is_refused,
            head: Arc::clone(&self.head),
            texts: Arc::default(),
            block: self.block.clone(),
        };
        if is_shared {
            if has_grown {
                self.texts = Arc::new(texts.clone());
            }
            tile.texts = Arc::clone(&self.texts);
            match self.offer(tile) {
                None => return self.take(),
                Some(refused) => tile = refused,
            }
        }
        let told = self.worker.compute(&mut tile, texts);
        self.take_one((tile.at, tile.lanes, told));
        self.take();
    }

    /// Offers a tile to the other threads, and gives it back where none has room for it.
    fn offer(&mut self, tile: Tile<'t>) -> Option<Tile<'t>> {
        let Worker { plan, tiles, purpose, .. } = &self.worker;
        let crew = self.crew.get_or_insert_with(|| {
            let (plan, tiles, purpose) = (*plan, tiles.unused(), *purpose);
            let worker = || Worker { plan, tiles: tiles.clone(), current: Current::new(plan), purpose };
            Crew::hire(self.scope, self.threads - 1, worker)
        });
        match crew.tiles.try_send(tile) {
            Ok(()) => {
                crew.busy += 1;
                None
            }
            Err(TrySendError::Full(tile) | TrySendError::Disconnected(tile)) => Some(tile),
        }
    }

    fn crew(&self) -> Option<&Crew<'t>> {
        if ALONE { None } else { self.crew.as_ref() }
    }

    /// Takes what is over by now, and asks whether to go on.
    fn take(&mut self) {
        while let Some(done) = self.crew().and_then(|crew| crew.done.try_recv().ok().flatten()) {
            self.take_of_crew(done);
        }
        self.tell();
    }

    /// Waits for everything.
    fn wait(&mut self) {
        while self.crew().is_some_and(|crew| crew.busy > 0) {
            let Some(done) = self.crew().and_then(|crew| crew.done.recv().ok().flatten()) else { break };
            self.take_of_crew(done);
            self.tell();
            if self.stopped {
                break;
            }
        }
    }

    fn take_of_crew(&mut self, done: Done<'t>) {
        if let Some(crew) = &mut self.crew {
            crew.busy -= 1;
        }
        self.take_one(done);
    }

    fn take_one(&mut self, (at, lanes, told): Done<'t>) {
        self.spare.extend(lanes);
        let first = self.made - self.over.len();
        if let Some(place) = self.over.get_mut(at - first) {
            *place = Some(told);
        }
    }

    /// Puts together what is over, in order, and asks whether to go on.
    fn tell(&mut self) {
        while let (Some(Some(_)), false) = (self.over.front(), self.stopped) {
            self.told.append(self.over.pop_front().flatten().unwrap_or_default());
            let watch = self.worker.tiles.options.watch.as_ref();
            self.stopped = watch.is_some_and(|watch| !watch.goes_on(self.told.units.len()));
        }
    }
}

/// How many units go through the steps of a plan at once.
fn tile_of(plan: &Plan) -> usize {
    (LANES / plan.program.len().max(1)).clamp(1, TILE)
}

/// How many threads compute.
fn threads(options: &Options) -> usize {
    options.threads.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

impl<'scope, 'p: 'scope, 't: 'scope> Receive<'t> for Pass<'scope, '_, 'p, 't> {
    fn goes_on(&self) -> bool {
        !self.stopped
    }

    fn head(&mut self, head: &Head) {
        self.head = Arc::new(head.clone());
    }

    fn takes_blocks(&self) -> bool {
        // Whoever shows what was set shows who set it.
        let options = &self.worker.tiles.options;
        let shows_none = options.detail == Detail::Totals && !options.explains();
        shows_none || matches!(self.worker.purpose, Purpose::Ask(..))
    }

    fn block(&mut self, block: Arc<dyn Block + 't>) {
        self.block = Some(block);
    }

    fn spare(&mut self) -> Option<Unit<'t>> {
        let lane = self.spare.pop()?;
        self.overlays.push(lane.overlay);
        Some(lane.unit)
    }

    fn unit(&mut self, unit: Unit<'t>, texts: &mut Texts, problems: &mut Diagnostics) {
        self.reciprocal.note(&unit, self.worker.plan, problems);
        self.worker.tiles.outside.check_unit(&unit, problems);
        self.pending.push(Lane { unit, overlay: self.overlays.pop().unwrap_or_default() });
        if self.pending.len() == self.size {
            self.tile(texts, problems);
        }
    }
}
