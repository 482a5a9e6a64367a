import { uniqBy } from 'lodash';
import { localDay } from '../../domain/calendarDate';
import { currentLink, type Ledger, linksOf, withChange } from '../../domain/line/ledger';
import { lineKey } from '../../domain/line/lineTarget';
import { firstLinks, heldUnits } from '../../domain/plan/adoption';
import type { Assignment, LinkedLine, OtherUnits } from '../../ports/store/lines';
import type { BatchFacts } from '../planning/batchFacts';
import type { SyncPorts } from '../writing/syncOptions';
import type { DifferentTask } from './judgeAdoption';

interface Links {
	readonly ledger: Ledger;
	readonly lines: readonly LinkedLine[];
	readonly others: readonly OtherUnits[];
	readonly assignments: readonly Assignment[];
}

function withLinks(links: Links, { of, plan }: DifferentTask, batch: BatchFacts, ports: SyncPorts): Links {
	const connectionId = batch.connection.id;
	const databaseId = ports.autotask.databaseId;
	const on = localDay(ports.clock.now(), batch.connection.timeZone);
	return firstLinks(plan).reduce((so, change): Links => {
		const link = { connectionId, subscriptionId: change.subscriptionId, productId: change.productId };
		const key = lineKey(change.target);
		const line = so.ledger.lines.find((one) => lineKey(one.target) === key);
		if (!line || currentLink(so.ledger, link)) return so;
		const subscription = batch.subscriptions.find((one) => one.id === change.subscriptionId);
		const quantity = subscription?.products.find((one) => one.productId === change.productId)?.quantity ?? 0;
		const held = heldUnits(line, {
			on,
			quantity: of.isSaid ? (of.task.answers.ownUnits ?? 0) : Number(quantity),
			linked: linksOf(so.ledger, line.target).map((other) => other.units),
		});
		const { contractServiceId } = change.target;
		const by = { by: of.task.id, otherUnits: held.others, adjustments: [] };
		return {
			ledger: withChange(so.ledger, line, { ...link, line: line.target, units: held.units }, by),
			lines: [
				...so.lines,
				{
					...link,
					databaseId,
					contractId: change.contractId,
					contractServiceId,
					serviceId: change.serviceId,
					units: held.units,
				},
			],
			others: [
				...so.others.filter((other) => other.contractServiceId !== contractServiceId),
				{ databaseId, contractServiceId, units: held.others, existedBefore: true },
			],
			assignments: [...so.assignments, { ...link, contractId: change.contractId, from: plan.effectiveOn }],
		};
	}, links);
}

/**
 * Records the first links of these tasks with what their lines hold, in one transaction, and gives the ledger with them.
 *
 * Own are as many of the free units as the subscription has, or as a person says; the rest are other units. The tasks
 * stay as they are. Source: rule T11.
 */
export async function linkAsHeld(
	different: readonly DifferentTask[],
	batch: BatchFacts,
	ports: SyncPorts,
): Promise<Ledger> {
	const none: Links = { ledger: batch.ledger, lines: [], others: [], assignments: [] };
	const links = different.reduce((so, one) => withLinks(so, one, batch, ports), none);
	await ports.store.settleTasks({
		connectionId: batch.connection.id,
		now: ports.clock.now(),
		lines: links.lines,
		otherUnits: links.others,
		assignments: uniqBy(links.assignments, 'subscriptionId').map(
			({ connectionId, subscriptionId, contractId, from }) => ({
				connectionId,
				subscriptionId,
				contractId,
				from,
			}),
		),
		tasks: [],
		recorded: [],
		log: [],
	});
	return links.ledger;
}
