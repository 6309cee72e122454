// The engine's sheet of a unit at a stage, and whether it takes who signs.

import { ChamdiemError, type Language, type RoundUnit, type Sheet } from "chamdiem";

import { language } from "./language";
import type { Party } from "./party";
import type { Work } from "./work";

/** The day and the time as documents have them. */
export function atOf({ day, time }: Pick<Party, "day" | "time">): string {
  return day === "" || time === "" ? day : `${day}T${time}`;
}

export function sheetOf(
  { set, round }: Work,
  one: RoundUnit,
  id: string,
  party: Party,
  lang: Language,
  statistics: string | undefined,
): Sheet {
  const at = atOf(party);
  return set.sheet(one, {
    stage: id,
    period: round.period,
    lang,
    ...(round.as_of === undefined ? {} : { asOf: round.as_of }),
    ...(round.calendar === undefined ? {} : { calendar: round.calendar }),
    ...(statistics === undefined ? {} : { statistics }),
    ...(party.by === "" ? {} : { by: party.by }),
    ...(at === "" ? {} : { at }),
    ...(party.role === "" ? {} : { role: party.role }),
  });
}

/** Whether the engine takes the day and the time of a party. */
export function takesDay(opened: Work, { submissions: _, ...one }: RoundUnit, id: string, party: Party): boolean {
  const takes = (tried: Party) => {
    try {
      sheetOf(opened, one, id, tried, language.value, undefined).free();
      return true;
    } catch (error) {
      if (error instanceof ChamdiemError) return false;
      throw error;
    }
  };
  // What is refused without a day, too, is another matter.
  return party.day === "" || takes(party) || !takes({ ...party, day: "" });
}
