import { omit } from 'lodash';
import type { Contract } from './contract';
import { chooseContract, type ContractQuestion } from './contractChoice';

/** A contract with why it is not the subscription's; it fits where nothing is said. */
export interface ContractVerdict {
	readonly contract: Contract;
	readonly why?: string;
}

function ownWhy(contract: Contract, { periodType, on, assigned }: ContractQuestion): string | undefined {
	if (assigned !== undefined && contract.id !== assigned) return `the subscription belongs to contract ${assigned}`;
	if (contract.periodType !== periodType)
		return `it is billed ${contract.periodType ?? 'in another period'}, the subscription ${periodType ?? 'in a period that Autotask does not have'}`;
	if (contract.startsOn > on) return `it starts on ${contract.startsOn}, after ${on}`;
	if (contract.endsOn < on) return `it ended on ${contract.endsOn}, before ${on}`;
	return contract.isActive ? undefined : 'it is not active';
}

/** Says of each contract of the company alone whether it fits, as `chooseContract` does. Source: rules C1 to C3. */
export function contractVerdicts(asked: ContractQuestion): readonly ContractVerdict[] {
	return asked.contracts.map((contract) => {
		const choice = chooseContract({ ...omit(asked, ['told']), contracts: [contract] });
		if (choice.kind === 'fits') return { contract };
		return { contract, why: ownWhy(contract, asked) ?? choice.message };
	});
}
