import type { Attention } from '../attention';
import type { ContractId } from '../ids';

/** A contract that a cause names. */
export interface AskedContract {
	readonly id: ContractId;
	readonly name: string;
}

/** The question which of the contracts that fit, as the next step of its cause. Source: rule C3. */
export function contractsStep(contracts: readonly AskedContract[]): string {
	return ` Retry the task with ${contracts.map(({ id, name }) => `contract=${id} (${name})`).join(' or ')}.`;
}

/** The contracts that `contractsStep` asks of; none where the cause asks something else. */
export function contractsAskedIn({ reason, message }: Attention): readonly AskedContract[] {
	if (reason !== 'several contracts fit') return [];
	const named = message.matchAll(/contract=(\d+) \((.*?)\)(?= or contract=|\.$)/g);
	return [...named].map(([, id, name = '']) => ({ id: Number(id) as ContractId, name }));
}
