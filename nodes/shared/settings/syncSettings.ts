/** The settings of writing that a node may have of its own. */
export const syncNames = ['sameDate', 'maxLines', 'maxMoney', 'hourlyShare'] as const;
