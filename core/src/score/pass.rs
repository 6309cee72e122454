//! One pass over the units of a round: gone through in order, read and computed tile by tile wherever there is room,
//! told in order.
//!
//! The thread that goes through the round makes tiles of units. Others take them, where there are any; the one that
//! makes them computes what nobody takes. What tiles come to is put together in the order of the units, so that neither
//! the number of threads nor the size of a tile shows in the results.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::{Scope, available_parallelism, scope};

use foldhash::fast::RandomState;

use super::crew::{Crew, Done, Purpose, Tile, Told, Worker};
use super::publish::Lane;
use super::source::Source;
use super::tile::Tiles;
use super::{Detail, Options};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::plan::{Plan, Texts};
use crate::round::{Block, Head, Receive, Unit};
use crate::stage::{Overlay, Reciprocal};

/// How many units go through the steps at once, unless the options say.
const TILE: usize = 256;

/// How many lanes of registers there are at most then; of a plan of very many steps fewer units go at once.
const LANES: usize = 1 << 24;

/// The same where every unit gets its ledger: few units keep all threads busy then.
const LEDGERS: usize = 8;

/// How many tiles a thread may be ahead of the one that is told next.
const AHEAD: usize = 8;

/// Whether there can be no other thread: a module would only carry the code for them.
const ALONE: bool = cfg!(target_family = "wasm");

/// One pass over the units of a round.
pub(super) struct Pass<'scope, 'env, 'p, 't> {
    scope: &'scope Scope<'scope, 'env>,
    plan: &'p Plan,
    options: Arc<Options>,
    worker: Worker<'p, 't>,
    crew: Option<Crew<'t>>,
    threads: usize,
    size: usize,
    head: Arc<Head>,
    block: Option<Arc<dyn Block + 't>>,
    reciprocal: Reciprocal,
    /// Where the units stand that came as texts.
    ids: HashMap<Cow<'t, str>, usize, RandomState>,
    pending: Vec<Lane<'t>>,
    unread: Vec<&'t str>,
    /// The room of units that are over, which is used again.
    spare: Vec<Lane<'t>>,
    overlays: Vec<Overlay>,
    /// How many tiles were made, and of how many units.
    made: (usize, usize),
    /// Tiles that are over, from the first that has not been told on.
    over: VecDeque<Option<Done<'t>>>,
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
        let (options, texts) = (Arc::clone(&tiles.options), texts.clone().shared());
        scope(|scope| {
            let mut pass = Pass {
                scope,
                plan,
                worker: Worker::new(plan, tiles, purpose, texts.clone()),
                crew: None,
                threads: threads(&options),
                size: options.tile.map_or_else(|| tile_of(plan, &options), NonZeroUsize::get),
                head: Arc::new(given.clone()),
                block: None,
                reciprocal: Reciprocal::default(),
                ids: HashMap::default(),
                pending: Vec::new(),
                unread: Vec::new(),
                spare: Vec::new(),
                overlays: Vec::new(),
                made: (0, 0),
                over: VecDeque::new(),
                told: Told::default(),
                stopped: false,
                options,
            };
            let mut reader = round.reader(plan);
            let mut problems = reader.read(plan, given.clone(), texts, &mut pass);
            if !pass.stopped {
                pass.worker.tiles.outside.check_head(&pass.options, &pass.head, &mut problems);
                pass.catch_up(&mut problems);
            }
            let Pass { head, told, stopped, worker, .. } = pass;
            let mut told = told;
            problems.append(std::mem::take(&mut told.overlaid));
            // A figure of a round that is not as it should be is nobody's figure.
            if !problems.has_errors() {
                problems.append(std::mem::take(&mut told.computed));
            }
            if stopped && !problems.has_errors() {
                problems.push(Diagnostic::new(Code::Cancelled, &Path::Root));
            }
            (Head::clone(&head), worker.into_texts(), reader.place(problems, plan), told)
        })
    }

    /// Hands the pending units on as a tile, or computes them.
    fn tile(&mut self, problems: &mut Diagnostics) {
        let unread = std::mem::take(&mut self.unread);
        let mut lanes = std::mem::take(&mut self.pending);
        lanes.extend(unread.iter().map(|_| self.spare.pop().unwrap_or_default()));
        if lanes.is_empty() {
            return;
        }
        let (at, first) = self.made;
        self.made = (at + 1, first + lanes.len());
        self.over.push_back(None);
        let mut tile = Tile {
            at,
            first,
            lanes,
            unread,
            problems: Diagnostics::behind(problems),
            ends: Vec::new(),
            is_refused: problems.has_errors(),
            head: Arc::clone(&self.head),
            block: self.block.clone(),
        };
        // The first tile meets most of the texts that there are, and is often the only one.
        if !ALONE && self.threads > 1 && at > 0 {
            let crew = self.crew.get_or_insert_with(|| Crew::hire(self.scope, self.threads - 1, &self.worker));
            match crew.take(tile) {
                None => return self.take(problems),
                Some(refused) => tile = refused,
            }
        }
        let told = self.worker.compute(&mut tile);
        self.lay_by((tile, told));
        self.take(problems);
    }

    fn crew(&mut self) -> Option<&mut Crew<'t>> {
        if ALONE { None } else { self.crew.as_mut() }
    }

    /// Takes what is over by now, and asks whether to go on. One tile that takes long is waited for in the end, so that
    /// those behind it do not fill the memory.
    fn take(&mut self, problems: &mut Diagnostics) {
        loop {
            let waits = self.over.len() > self.threads * AHEAD && matches!(self.over.front(), Some(None));
            let next = if waits { Crew::wait } else { Crew::done };
            let Some(done) = self.crew().and_then(next) else { break };
            self.lay_by(done);
        }
        self.tell(problems);
    }

    fn lay_by(&mut self, done: Done<'t>) {
        let first = self.made.0 - self.over.len();
        if let Some(place) = self.over.get_mut(done.0.at - first) {
            *place = Some(done);
        }
    }

    /// Puts together what is over, in order, and asks whether to go on.
    fn tell(&mut self, problems: &mut Diagnostics) {
        while let (Some(Some(_)), false) = (self.over.front(), self.stopped) {
            let Some((mut tile, told)) = self.over.pop_front().flatten() else { break };
            let mut before = 0;
            for (lane, end) in tile.lanes.iter().zip(&tile.ends) {
                problems.append_first(end - before, &mut tile.problems);
                before = *end;
                self.check_alone(&lane.unit, problems);
                self.check(&lane.unit, problems);
            }
            problems.append(tile.problems);
            self.spare.extend(tile.lanes);
            self.told.append(told);
            let watch = self.options.watch.as_ref();
            self.stopped = watch.is_some_and(|watch| !watch.goes_on(self.told.units.len()));
        }
    }

    /// Reports a unit that came as a text and stands in the round twice.
    fn check_alone(&mut self, unit: &Unit<'t>, problems: &mut Diagnostics) {
        if let Some(before) = self.ids.insert(unit.id.clone(), unit.at) {
            let units = Path::Root.key("units");
            let problem = Diagnostic::new(Code::UnitDuplicate, &units.index(unit.at).key("id"));
            problems.push(problem.with("id", unit.id.as_ref()).related(format!("/units/{before}/id")));
        }
    }

    /// Checks what is asked of a unit beside those before it.
    fn check(&mut self, unit: &Unit<'_>, problems: &mut Diagnostics) {
        self.reciprocal.note(unit, self.plan, problems);
        self.worker.tiles.outside.check_unit(unit, problems);
    }
}

/// How many units go through the steps of a plan at once.
fn tile_of(plan: &Plan, options: &Options) -> usize {
    let most = if options.detail == Detail::Ledger { LEDGERS } else { TILE };
    (LANES / plan.program.len().max(1)).clamp(1, most)
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
        if let Some(kind) = &head.kind {
            self.worker.texts().intern(kind);
        }
        self.head = Arc::new(head.clone());
    }

    fn takes_blocks(&self) -> bool {
        // Whoever shows what was set shows who set it.
        let shows_none = self.options.detail == Detail::Totals && !self.options.explains();
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

    fn unit(&mut self, unit: Unit<'t>, problems: &mut Diagnostics) {
        self.check(&unit, problems);
        self.pending.push(Lane { unit, overlay: self.overlays.pop().unwrap_or_default() });
        if self.pending.len() == self.size {
            self.tile(problems);
        }
    }

    fn unread(&mut self, text: &'t str, problems: &mut Diagnostics) {
        self.unread.push(text);
        if self.unread.len() == self.size {
            self.tile(problems);
        }
    }

    fn catch_up(&mut self, problems: &mut Diagnostics) {
        if !self.stopped {
            self.tile(problems);
        }
        while !self.stopped {
            let Some(done) = self.crew().and_then(Crew::wait) else { break };
            self.lay_by(done);
            self.tell(problems);
        }
    }
}
