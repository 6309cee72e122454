// What users of every entry see.

export type * from "./api.js";
export { ChamdiemError, CriteriaSet, Records, Sheet, TablePartial, version } from "./api.js";
