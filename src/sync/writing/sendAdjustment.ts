import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { unitsOn } from '../../domain/unitTimeline';
import { heldRateOn } from '../../domain/writes/held';
import { heldInAutotask } from '../../domain/writes/heldOf';
import { type Sent, writeOnce } from '../journal/writeOnce';
import type { LineTurn } from './lineTurn';

export async function sendAdjustment(line: LineTurn, adjustment: PlannedAdjustment): Promise<Sent<number>> {
	const { turn, work, id, before } = line;
	const { on, unitDelta, price, cost } = adjustment;
	const unitsBefore = unitsOn(line.held, on);
	const then = heldInAutotask({ ...work.line, state: before }, turn.work.contract, undefined);
	const was = heldRateOn(then, on);
	const intent = {
		...turn.intent(work.taskIds),
		kind: 'adjustment' as const,
		contractServiceId: id,
		on,
		unitsBefore,
		unitDelta,
		unitsAfter: unitsBefore + unitDelta,
		...(was ? { priceBefore: was.price } : {}),
		...(was?.cost === undefined ? {} : { costBefore: was.cost }),
		...(price === undefined ? {} : { priceAfter: price }),
		...(cost === undefined ? {} : { costAfter: cost }),
	};
	const write = {
		contractId: turn.work.contractId,
		contractServiceId: id,
		effectiveOn: on,
		unitDelta,
		...(price === undefined ? {} : { unitPrice: price }),
		...(cost === undefined ? {} : { unitCost: cost }),
	};
	return await writeOnce(
		intent,
		async (options) => await turn.ports.autotask.adjust(write, options),
		turn.context,
		turn.ports,
	);
}

export function aboutAdjustment(line: LineTurn, adjustment: PlannedAdjustment) {
	const [change] = line.work.changes;
	return {
		taskIds: line.work.taskIds,
		kind: 'adjustment' as const,
		serviceName: change?.serviceName ?? '',
		on: adjustment.on,
		adjustment,
		lineKey: line.work.key,
	};
}
