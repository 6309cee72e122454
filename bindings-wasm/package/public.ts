// What users of every entry see.

export type * from "./api.js";
export { ChamdiemError, CriteriaSet, version } from "./api.js";
