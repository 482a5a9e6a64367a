/** Source: rule T6. `initial` has no order; `payment` and `unknown` come from order numbers and types. */
export type TaskKind =
	'initial' | 'sales' | 'change' | 'renewal' | 'billing' | 'cancellation' | 'migration' | 'unknown';
