import { fittingContract } from '../../domain/contract/fittingContract';
import type { PlanningFacts } from '../../domain/contractChoice/planningFacts';
import type { Instant } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import { isUnfinished } from '../../domain/order/orderStatus';
import { waitsForItsDay } from '../../domain/task/checkWindow';
import type { ChargeMapping } from '../../ports/store/mappings';
import { digest } from '../journal/digest';
import { chargeKey, contractKey, contractServiceKey, isLineKeyOf } from '../journal/keys';
import type { AutotaskState } from '../reading/readAutotask';
import type { BatchFacts } from './batchFacts';
import type { StoredFacts } from './readStored';

function chargeTargetOf(mappings: readonly ChargeMapping[]): PlanningFacts['chargeTarget'] {
	return (kind, product) => {
		const ofKind = mappings.filter((mapping) => mapping.kind === kind);
		return (
			ofKind.find((mapping) => mapping.productId === product) ??
			ofKind.find((mapping) => mapping.productId === undefined)
		)?.target;
	};
}

function currencyCodes(
	state: AutotaskState,
): Pick<PlanningFacts, 'currencyOfCompany' | 'exchangeRate' | 'internalCurrency'> {
	const internal = state.currencies.find((currency) => currency.isInternal)?.code;
	const byId = keyBy(state.currencies, 'id');
	const companies = keyBy(state.companies, 'id');
	return {
		currencyOfCompany: (id) => {
			const company = companies[id];
			return company?.currencyId === undefined ? (company ? internal : undefined) : byId[company.currencyId]?.code;
		},
		exchangeRate: (code) => state.currencies.find((currency) => currency.code === code)?.exchangeRate,
		...(internal === undefined ? {} : { internalCurrency: internal }),
	};
}

function contractLookUps(state: AutotaskState): Pick<PlanningFacts, 'contracts' | 'contractsWith' | 'contract'> {
	const contracts = keyBy(state.contracts, 'id');
	const contractsOf = groupBy(state.contracts, 'companyId');
	const linesOn = groupBy([...state.lines, ...state.endedLines], 'contractId');
	return {
		contracts: (company) => contractsOf[company] ?? [],
		contractsWith: (company, service) =>
			(contractsOf[company] ?? []).filter((contract) =>
				linesOn[contract.id]?.some((line) => line.serviceId === service),
			),
		contract: (id) => fittingContract(contracts[id]),
	};
}

function mappingLookUps(
	stored: StoredFacts,
): Pick<PlanningFacts, 'customerMapping' | 'productMapping' | 'chargeTarget'> {
	const customers = keyBy(stored.customerMappings, 'customerId');
	return {
		customerMapping: (task) => customers[task.customerId],
		productMapping: (product, periodType) =>
			stored.productMappings.find((mapping) => mapping.productId === product && mapping.periodType === periodType),
		chargeTarget: chargeTargetOf(stored.chargeMappings),
	};
}

function subscriptionLookUps(
	{ subscriptions, ofCustomers, chain, waiting }: StoredFacts,
	now: Instant,
): Pick<
	PlanningFacts,
	'subscription' | 'subscriptionsOfCustomer' | 'chainOf' | 'hasUnfinishedOrder' | 'hasOrderUnderWay'
> {
	const seen = keyBy(subscriptions, 'id');
	const unfinished = waiting.filter(({ status }) => isUnfinished(status));
	return {
		subscription: (id) => seen[id],
		subscriptionsOfCustomer: (task) =>
			ofCustomers.filter(
				(subscription) => subscription.customerId === task.customerId && subscription.status === 'active',
			),
		chainOf: (id) => chain.filter((task) => task.subscriptionIds.includes(id)),
		hasUnfinishedOrder: (id) => unfinished.some(({ subscriptionId }) => subscriptionId === id),
		hasOrderUnderWay: (id) => unfinished.some((order) => order.subscriptionId === id && !waitsForItsDay(order, now)),
	};
}

function keysOf(storeId: string): PlanningFacts['keys'] {
	return {
		charge: (task, kind, product, nth) => chargeKey(storeId, task, kind, product, nth),
		line: (subscription, product, service, nth) => contractServiceKey(storeId, subscription, product, service, nth),
		isLineOf: isLineKeyOf,
		contract: (of) => contractKey(storeId, of),
	};
}

/** What plans ask, answered from what the store and Autotask said. */
export function lookUpsOf(
	stored: StoredFacts,
	state: AutotaskState,
	of: { readonly now: Instant; readonly storeId: string },
): BatchFacts['facts'] {
	const companies = keyBy(state.companies, 'id');
	const services = keyBy(state.services, 'id');
	return {
		connectionId: stored.connection.id,
		now: of.now,
		...currencyCodes(state),
		hidesCosts: state.hidesCosts,
		company: (id) => companies[id],
		...contractLookUps(state),
		service: (id) => services[id],
		...mappingLookUps(stored),
		...subscriptionLookUps(stored, of.now),
		keys: keysOf(of.storeId),
		digest,
		readFrom: state.readFrom,
	};
}
