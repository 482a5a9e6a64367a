import { takenAlong, wantedRate } from '../portion/wantedRate';
import type { Service } from '../contract/service';
import { currentLink, type Ledger, type LedgerLink, lineOf, linksOfProduct } from '../line/ledger';
import { isZero } from '../money';
import { NotPlannable } from '../notPlannable';
import { billedPeriodType, hasContractLine } from '../order/billedPeriod';
import { correctiveMove, type HomeLine } from '../portion/lineMove';
import { homeOf, linksOfPeriod, type Placing } from '../portion/placing';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';

/** Subscriptions of the same customer and service that have no line yet: until they have, nothing is lowered. Source: rule Q2. */
export function unlinkedSiblings(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
	serviceId: number,
): readonly string[] {
	const { facts, task, periodType } = context;
	return facts
		.subscriptionsOfCustomer(task)
		.filter(
			(other) =>
				other.id !== context.subscription.id &&
				hasContractLine(other.billingModel) &&
				billedPeriodType(other) === periodType,
		)
		.filter((other) =>
			other.products.some((product) => {
				const of = { connectionId: facts.connectionId, subscriptionId: other.id, productId: product.productId };
				return (
					!currentLink(ledger, of) &&
					!isZero(product.quantity) &&
					facts.productMapping(product.productId, periodType)?.serviceId === serviceId
				);
			}),
		)
		.map((other) => `${other.name || wanted.name} (${other.id})`);
}

/** Whether units end where they are, whatever the subscription belongs to by now. Source: rules A7 and Q11. */
export function endsThere({ task }: TaskContext, { moved }: ProductQuantity): boolean {
	return task.kind === 'cancellation' || moved?.direction === 'out';
}

/** The service that the product is mapped to; of what ends, the one that it is on. */
function serviceOf(context: TaskContext, wanted: ProductQuantity, home: HomeLine | undefined): Service {
	const mapping = context.facts.productMapping(wanted.productId, context.periodType);
	const ended = endsThere(context, wanted) && home ? context.facts.service(home.line.serviceId) : undefined;
	const service = ended ?? (mapping && context.facts.service(mapping.serviceId));
	if (!service)
		throw new NotPlannable(
			'product not mapped',
			`${context.subject}: product ${wanted.name} (${wanted.productId}) is not mapped to an Autotask service billed ${context.periodType}`,
			'; map it in Map Product.',
		);
	return service;
}

export function placingOf(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): Placing {
	const { facts, subscription } = context;
	const product = {
		connectionId: facts.connectionId,
		subscriptionId: subscription.id,
		productId: wanted.productId,
	};
	const home = homeOf(context, ledger, product);
	const service = serviceOf(context, wanted, home);
	const isKnown = (link: LedgerLink) => lineOf(ledger, link) !== undefined;
	const all = linksOfProduct(ledger, product);
	const links = all.filter(isKnown);
	const move = home && correctiveMove(context, wanted, home, service);
	const ended = move && endsThere(context, wanted) ? takenAlong(context, home?.link, move.on) : undefined;
	return {
		product,
		service,
		links,
		lineCount: all.length,
		ofPeriod: linksOfPeriod(context, ledger, links),
		...(home ? { home } : {}),
		...(ended ? { rate: ended } : wantedRate(context, wanted, ledger)),
		...(move ? { move: { ...move, forOwn: false } } : {}),
	};
}
