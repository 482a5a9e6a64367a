import type { IExecuteFunctions } from 'n8n-workflow';
import type { CompanyId, CustomerId } from '../../src/domain/ids';
import { customerList } from '../../src/pages/mapping/customerList';
import { customerFile } from '../../src/sync/catalogue/customerFile';
import { listSeenCustomers } from '../../src/sync/mapping/listSeen';
import { loadCustomers } from '../../src/sync/mapping/loadCustomers';
import { listCustomerMappings, mapCustomer, unmapCustomer } from '../../src/sync/mapping/manageCustomerMappings';
import { suggestCompaniesFor } from '../../src/sync/mapping/suggestMappings';
import { fileOperations } from '../shared/files/mappingFiles';
import { chosenId, chosenText, type Given } from '../shared/items/itemRun';
import type { ChainPorts } from '../shared/opening/openPorts';

const mapped = 0;
const needsAttention = 1;

async function list(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const onlyUnmapped = context.getNodeParameter('onlyUnmapped', item) as boolean;
	const isAll = context.getNodeParameter('allSeen', item, false) === true;
	const read = isAll ? listSeenCustomers : listCustomerMappings;
	const rows = await read(ports.inputs.connectionId, ports, { onlyUnmapped });
	return rows.map((row) => ({ output: row.mapping ? mapped : needsAttention, json: row }));
}

async function load(_context: IExecuteFunctions, ports: ChainPorts): Promise<readonly Given[]> {
	const { connectionId } = ports.inputs;
	return [{ output: mapped, json: { connectionId, customers: await loadCustomers(connectionId, ports) } }];
}

async function map(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const wanted = {
		connectionId: ports.inputs.connectionId,
		customerId: chosenText(context, 'customerId', item) as CustomerId,
		companyId: chosenId(context, 'companyId', item) as CompanyId,
		processAutomatically: context.getNodeParameter('processAutomatically', item) as boolean,
	};
	const outcome = await mapCustomer(wanted, ports);
	const json = { customerId: wanted.customerId, ...outcome };
	return [{ output: outcome.kind === 'mapped' ? mapped : needsAttention, json }];
}

async function unmap(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const customerId = chosenText(context, 'customerId', item) as CustomerId;
	const outcome = await unmapCustomer({ connectionId: ports.inputs.connectionId, customerId }, ports);
	return [{ output: outcome.kind === 'unmapped' ? mapped : needsAttention, json: { customerId, ...outcome } }];
}

async function suggest(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const customerId = chosenText(context, 'customerId', item) as CustomerId;
	const customer = await ports.marketplace.customer(customerId);
	if (!customer) {
		const message = `The marketplace does not know customer ${customerId}; check the id.`;
		return [{ output: needsAttention, json: { customerId, message } }];
	}
	const [found] = await suggestCompaniesFor([customer], ports);
	const suggestions = found?.suggestions ?? [];
	return [{ output: suggestions.length > 0 ? mapped : needsAttention, json: { customerId, customer, suggestions } }];
}

/** What the node does besides resolving, by operation. */
export const customerEdits = {
	...fileOperations({ list: customerList, things: 'customers', fileOf: () => customerFile }),
	list,
	load,
	map,
	suggest,
	unmap,
} as const;
