import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { ChargeTarget } from '../../src/domain/contract/charge';
import { searchProducts } from '../shared/items/productSearch';
import { openAutotaskPorts } from '../shared/opening/openPorts';

const longestList = 100;

/** Services whose name contains what was typed, for the list of the parameter Service. */
async function searchServices(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { autotask } = await openAutotaskPorts(this);
	const services = await autotask.searchServices(filter ?? '', longestList);
	return {
		results: services.map(({ id, name, periodType }) => ({
			name: `${name} (${periodType ?? 'other'}, ${id})`,
			value: id,
		})),
	};
}

/** Billing codes that a new service may have, for the list of the parameter Billing Code. */
async function searchServiceBillingCodes(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const { autotask } = await openAutotaskPorts(this);
	const codes = await autotask.serviceBillingCodes();
	const wanted = codes.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
	return { results: wanted.map(({ id, name }) => ({ name: `${name} (${id})`, value: id })) };
}

async function targets(
	context: ILoadOptionsFunctions,
	kind: ChargeTarget['kind'],
	filter = '',
): Promise<INodeListSearchResult> {
	const { autotask } = await openAutotaskPorts(context);
	const found = await autotask.searchChargeTargets(kind, filter, longestList);
	return { results: found.map(({ target: { id }, name }) => ({ name: `${name} (${id})`, value: id })) };
}

/** Material billing codes that a kind of charge may be booked under. */
async function searchChargeBillingCodes(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await targets(this, 'billingCode', filter);
}

/** Products of Autotask's catalogue that a kind of charge may be booked as. */
async function searchChargeProducts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await targets(this, 'product', filter);
}

/** The lists of the node's parameters, by the name that these carry. */
export const productSearches = {
	searchChargeBillingCodes,
	searchChargeProducts,
	searchProducts,
	searchServiceBillingCodes,
	searchServices,
};
