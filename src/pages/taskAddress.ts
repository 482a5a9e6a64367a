import { address, type AddressState } from './address';

/** The page of one task, at the step that it is at unless more is said. */
export function taskAddress(id: string, more: AddressState = {}): string {
	return address('task', { id, ...more });
}
