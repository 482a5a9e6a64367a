import type { ContractId } from '../../../src/domain/ids';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { PlanChange } from '../../../src/sync/planning/planChange';
import { twinId } from './outside';
import type { Setting } from './steps';

/** What a person changes of a plan; none where the plan has no row. */
export function changeOf(plan: ContractPlan, setting: Setting): PlanChange | undefined {
	const rows = plan.lines.flatMap((line) => line.row ?? []);
	const [product = ''] = plan.changes.map((change) => change.productId as string);
	switch (setting.set) {
		case 'price':
		case 'cost':
		case 'quantity': {
			const row = rows[setting.row % Math.max(1, rows.length)];
			return row === undefined ? undefined : { kind: 'row', row, typed: { [setting.set]: String(setting.to) } };
		}
		case 'tick': {
			const row = rows[setting.row % Math.max(1, rows.length)];
			return row === undefined ? undefined : { kind: 'row', row, typed: {}, selected: setting.selected };
		}
		case 'prices':
			return { kind: 'prices', from: setting.from };
		case 'twin':
			return { kind: 'contract', contractId: twinId as ContractId };
		case 'takeBack':
			return { kind: 'takeBack' };
		case 'own':
			return { kind: 'ownUnits', product, units: String(setting.units) };
		case 'others':
			return { kind: 'otherUnits', units: String(setting.units), seenInForce: '10' };
	}
}
