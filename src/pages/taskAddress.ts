import { address, type AddressState } from './address';

/** The address of one task on the board. */
export function taskAddress(id: string, more: AddressState = {}): string {
	return address('tasks', { task: id, ...more });
}

/** The address of a task in the wizard, at the step that it is at unless more is said; without a task, of the choice of one. */
export function wizardAddress(id: string | undefined, more: AddressState = {}): string {
	return address('task', { id, ...more });
}
