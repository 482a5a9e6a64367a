/** What a write was answered with. */
export interface WriteAnswer<Id> {
	readonly id: Id;
}
