import { sortBy } from 'lodash';
import type { CalendarDate } from '../domain/calendarDate';
import type { ChargeTarget, ContractCharge } from '../domain/contract/charge';
import type { Company, CompanyCandidate, CompanyTraits, Currency } from '../domain/contract/company';
import type { Contract, ContractService, UnitRow } from '../domain/contract/contract';
import type { Service, ServiceTraits } from '../domain/contract/service';
import type {
	AutotaskProductId,
	BillingCodeId,
	ChargeId,
	CompanyId,
	ContractId,
	ContractServiceId,
	DatabaseId,
	ServiceId,
} from '../domain/ids';
import type { CompanyContact, CompanyProfile, Country } from '../domain/mapping/companyProfile';
import { always } from '../domain/unitTimeline';
import { type AskOptions, createAsk } from '../http/ask';
import { readShape } from '../http/shape';
import type { AutotaskPort, KeyedWrite } from '../ports/autotask/autotask';
import type { ChargeToWrite } from '../ports/autotask/charges';
import type { AdjustmentToWrite, ContractServiceToWrite, ContractToWrite } from '../ports/autotask/contracts';
import type { ServiceToCreate } from '../ports/autotask/services';
import type { Clock } from '../ports/clock';
import type { SendOptions, WriteAnswer } from '../ports/sending';
import type { AutotaskLimits } from './limits';
import type { MetadataCache } from './metadataCache';
import { AutotaskPicklists } from './picklists';
import { allRows, type Condition, type FilterValue, firstRows, type Query, type Querying, rowsIn } from './query';
import * as read from './readers';
import {
	adjustmentBody,
	chargeBody,
	contractBody,
	contractServiceBody,
	createChild,
	createEntity,
	serviceBody,
} from './writes';

export interface AutotaskClientOptions extends Pick<
	AskOptions,
	'send' | 'clock' | 'patience' | 'timeoutMs' | 'signal'
> {
	/** The zone that the credential holds; pages outside it are refused. */
	readonly zone: { readonly url: string; readonly ci: DatabaseId };
	/** Those of the Autotask database, shared by all clients of the process. */
	readonly limits: AutotaskLimits;
	/** That of the Autotask database, shared by all clients of the process. */
	readonly metadata: MetadataCache;
	readonly clock: Clock;
}

const everyId: Condition = { op: 'gte', field: 'id', value: 0 };
const active: Condition = { op: 'eq', field: 'isActive', value: true };

/** Autotask's REST interface, as far as the sync needs it. The port says what each method promises. */
export class AutotaskClient implements AutotaskPort {
	readonly databaseId: DatabaseId;
	private readonly querying: Querying;
	private readonly picklists: AutotaskPicklists;
	private sent = 0;
	private readonly metadata: MetadataCache;

	constructor(options: AutotaskClientOptions) {
		const ask = createAsk({
			...options,
			system: 'Autotask',
			send: async (request) => {
				this.sent += 1;
				return await options.send(request);
			},
		});
		this.databaseId = options.zone.ci;
		this.querying = { ask, limits: options.limits, zoneUrl: options.zone.url };
		this.metadata = options.metadata;
		this.picklists = new AutotaskPicklists(this.querying, options.metadata);
	}

	requestCount(): number {
		return this.sent;
	}

	async companies(ids: readonly CompanyId[]): Promise<readonly Company[]> {
		return await rowsIn(this.querying, companyQuery([]), 'id', ids);
	}

	async companiesByNumber(numbers: readonly string[]): Promise<readonly Company[]> {
		return await rowsIn(this.querying, companyQuery([active]), 'companyNumber', numbers);
	}

	async companiesLike({ numbers, taxIds, words, domains }: CompanyTraits): Promise<readonly CompanyCandidate[]> {
		const items: Condition[] = [
			...numbers.map((value): Condition => ({ op: 'eq', field: 'companyNumber', value })),
			...taxIds.map((value): Condition => ({ op: 'eq', field: 'taxID', value })),
			...words.map((value): Condition => ({ op: 'contains', field: 'companyName', value })),
			...domains.map((value): Condition => ({ op: 'contains', field: 'webAddress', value })),
		];
		if (items.length === 0) return [];
		const where: Condition[] = [{ op: 'or', items }, active];
		const query = { entity: 'Companies', fields: read.candidateFields, where, row: read.candidateRow };
		return await firstRows(this.querying, query, 500);
	}

	async searchCompanies(text: string, limit: number): Promise<readonly Company[]> {
		return await firstRows(
			this.querying,
			companyQuery([{ op: 'contains', field: 'companyName', value: text }, active]),
			limit,
		);
	}

	async companyProfiles(ids: readonly CompanyId[]): Promise<readonly CompanyProfile[]> {
		return await rowsIn(this.querying, profileQuery([]), 'id', ids);
	}

	async customerCompanies(search: string, after: number): Promise<readonly CompanyProfile[]> {
		const where: Condition[] = [
			{ op: 'gt', field: 'id', value: after },
			{ op: 'eq', field: 'companyType', value: await this.picklists.customerCompany() },
			active,
			...(search === '' ? [] : [{ op: 'contains' as const, field: 'companyName', value: search }]),
		];
		return sortBy(await firstRows(this.querying, profileQuery(where), 500), 'id');
	}

	async contacts(companies: readonly CompanyId[]): Promise<readonly CompanyContact[]> {
		const where: Condition[] = [{ op: 'eq', field: 'isActive', value: 1 }];
		const query = { entity: 'Contacts', fields: read.contactFields, where, row: read.contactRow };
		return await rowsIn(this.querying, query, 'companyID', companies);
	}

	/** Kept with the metadata. */
	async countries(): Promise<readonly Country[]> {
		const query = { entity: 'Countries', fields: read.countryFields, where: [everyId], row: read.countryRow };
		return await this.metadata.get('countries', async () => await allRows(this.querying, query));
	}

	/** Kept with the metadata: a list of a few rows that is changed by hand and seldom. */
	async currencies(): Promise<readonly Currency[]> {
		const query = { entity: 'Currencies', fields: read.currencyFields, where: [everyId], row: read.currencyRow };
		return await this.metadata.get('currencies', async () => await allRows(this.querying, query));
	}

	async contracts(companies: readonly CompanyId[]): Promise<readonly Contract[]> {
		return await this.contractsBy('companyID', companies);
	}

	async contractsByNumber(numbers: readonly string[]): Promise<readonly Contract[]> {
		return await this.contractsBy('contractNumber', numbers);
	}

	async contractsById(ids: readonly ContractId[]): Promise<readonly Contract[]> {
		return await this.contractsBy('id', ids);
	}

	private async contractsBy(field: string, values: readonly FilterValue[]): Promise<readonly Contract[]> {
		if (values.length === 0) return [];
		const recurring = await this.picklists.recurringService();
		const meanings = {
			activeStatus: await this.picklists.activeContract(),
			periodTypes: await this.picklists.periodTypes('Contracts'),
		};
		const where: readonly Condition[] = [{ op: 'eq', field: 'contractType', value: recurring }];
		return await rowsIn(
			this.querying,
			{ entity: 'Contracts', fields: read.contractFields, where, row: read.contractRow(meanings) },
			field,
			values,
		);
	}

	async contractServices(contracts: readonly ContractId[]): Promise<readonly ContractService[]> {
		const query = {
			entity: 'ContractServices',
			fields: read.contractServiceFields,
			where: [],
			row: read.contractServiceRow,
		};
		return await rowsIn(this.querying, query, 'contractID', contracts);
	}

	async unitRows(
		contracts: readonly ContractId[],
		window: { readonly from: CalendarDate; readonly before?: CalendarDate },
	): Promise<readonly UnitRow[]> {
		const where: Condition[] = [{ op: 'gte', field: 'endDate', value: window.from }];
		if (window.before !== undefined) where.push({ op: 'lt', field: 'startDate', value: window.before });
		const query = { entity: 'ContractServiceUnits', fields: read.unitFields, where, row: read.unitRow };
		return await rowsIn(this.querying, query, 'contractID', contracts);
	}

	async services(ids: readonly ServiceId[]): Promise<readonly Service[]> {
		return ids.length === 0 ? [] : await rowsIn(this.querying, await this.serviceQuery([]), 'id', ids);
	}

	async servicesByExternalId(externalIds: readonly string[]): Promise<readonly Service[]> {
		return externalIds.length === 0
			? []
			: await rowsIn(this.querying, await this.serviceQuery([active]), 'externalID', externalIds);
	}

	async servicesLike({ externalIds, skus, words }: ServiceTraits): Promise<readonly Service[]> {
		const items: Condition[] = [
			...externalIds.map((value): Condition => ({ op: 'eq', field: 'externalID', value })),
			...skus.map((value): Condition => ({ op: 'eq', field: 'sku', value })),
			...words.map((value): Condition => ({ op: 'contains', field: 'name', value })),
		];
		if (items.length === 0) return [];
		return await firstRows(this.querying, await this.serviceQuery([{ op: 'or', items }, active]), 500);
	}

	async serviceBillingCodes(): ReturnType<AutotaskPort['serviceBillingCodes']> {
		const useType = await this.picklists.serviceUseType();
		const where: Condition[] = [{ op: 'eq', field: 'useType', value: useType }, active];
		const fields = ['id', 'name', 'isActive', 'useType'];
		const codes = await allRows(this.querying, { entity: 'BillingCodes', fields, where, row: read.billingCodeRow });
		return sortBy(codes, 'name').map(({ id, name }) => ({ id: id as BillingCodeId, name }));
	}

	async createService(service: ServiceToCreate, options: SendOptions = {}): Promise<ServiceId> {
		const body = serviceBody(service, await this.picklists.servicePeriod(service.periodType));
		return (await createEntity(this.querying, 'Services', body, options)) as ServiceId;
	}

	async searchServices(text: string, limit: number): Promise<readonly Service[]> {
		return await firstRows(
			this.querying,
			await this.serviceQuery([{ op: 'contains', field: 'name', value: text }, active]),
			limit,
		);
	}

	private async serviceQuery(where: readonly Condition[]): Promise<Query<Service>> {
		const row = read.serviceRow(await this.picklists.periodTypes('Services'));
		return { entity: 'Services', fields: read.serviceFields, where, row };
	}

	async chargesByKey(keys: readonly string[]): Promise<readonly ContractCharge[]> {
		const query = { entity: 'ContractCharges', fields: read.chargeFields, where: [], row: read.chargeRow };
		return await rowsIn(this.querying, query, 'internalPurchaseOrderNumber', keys);
	}

	async checkChargeTarget(target: ChargeTarget): ReturnType<AutotaskPort['checkChargeTarget']> {
		return target.kind === 'billingCode' ? await this.checkBillingCode(target.id) : await this.checkProduct(target.id);
	}

	async searchChargeTargets(
		kind: ChargeTarget['kind'],
		text: string,
		limit: number,
	): ReturnType<AutotaskPort['searchChargeTargets']> {
		const where: Condition[] = [{ op: 'contains', field: 'name', value: text }, active];
		if (kind === 'product') {
			const query = { entity: 'Products', fields: ['id', 'name', 'isActive'], where, row: read.productRow };
			const products = await firstRows(this.querying, query, limit);
			return products.map(({ id, name }) => ({ target: { kind, id: id as AutotaskProductId }, name }));
		}
		const useTypes = await this.picklists.materialUseTypes();
		const query = {
			entity: 'BillingCodes',
			fields: ['id', 'name', 'isActive', 'useType'],
			where: [...where, { op: 'in' as const, field: 'useType', value: useTypes }],
			row: read.billingCodeRow,
		};
		const codes = await firstRows(this.querying, query, limit);
		return codes.map(({ id, name }) => ({ target: { kind, id: id as BillingCodeId }, name }));
	}

	private async checkBillingCode(id: number): ReturnType<AutotaskPort['checkChargeTarget']> {
		const fields = ['id', 'name', 'isActive', 'useType'];
		const [code] = await rowsIn(
			this.querying,
			{ entity: 'BillingCodes', fields, where: [], row: read.billingCodeRow },
			'id',
			[id],
		);
		if (!code) return { ok: false, why: `Autotask has no billing code with the id ${id}.` };
		if (!code.isActive) return { ok: false, why: `The billing code ${code.name} (${id}) is inactive in Autotask.` };
		const materials = await this.picklists.materialUseTypes();
		if (code.useType === null || code.useType === undefined || !materials.includes(code.useType)) {
			return {
				ok: false,
				why: `The billing code ${code.name} (${id}) is no material code; a charge takes a material code or a product.`,
			};
		}
		return { ok: true, name: code.name };
	}

	private async checkProduct(id: number): ReturnType<AutotaskPort['checkChargeTarget']> {
		const fields = ['id', 'name', 'isActive'];
		const [product] = await rowsIn(
			this.querying,
			{ entity: 'Products', fields, where: [], row: read.productRow },
			'id',
			[id],
		);
		if (!product) return { ok: false, why: `Autotask has no product with the id ${id}.` };
		if (!product.isActive) return { ok: false, why: `The product ${product.name} (${id}) is inactive in Autotask.` };
		return { ok: true, name: product.name };
	}

	async writesUnder(
		keyPrefix: string,
		newest: { readonly charge: number; readonly contractService: number },
	): Promise<readonly KeyedWrite[]> {
		const after = (id: number, field: string): readonly Condition[] => [
			{ op: 'gt', field: 'id', value: id },
			{ op: 'beginsWith', field, value: keyPrefix },
		];
		const charges = await allRows(this.querying, {
			entity: 'ContractCharges',
			fields: read.chargeFields,
			where: after(newest.charge, 'internalPurchaseOrderNumber'),
			row: read.chargeRow,
		});
		const lines = await allRows(this.querying, {
			entity: 'ContractServices',
			fields: read.contractServiceFields,
			where: after(newest.contractService, 'internalDescription'),
			row: read.contractServiceRow,
		});
		return [
			...charges.map((one) => ({ ...one, kind: 'charge' as const, on: one.purchasedOn })),
			...lines.flatMap(({ id, contractId, internalDescription: key }) =>
				key === undefined ? [] : [{ kind: 'contractService' as const, id, contractId, key, on: always }],
			),
		];
	}

	async hourlyUse(): ReturnType<AutotaskPort['hourlyUse']> {
		const request = { method: 'GET', path: '/V1.0/ThresholdInformation' } as const;
		const within = this.querying.limits.read('ThresholdInformation');
		const response = await this.querying.ask({ purpose: 'read', ...request, within });
		return readShape(read.hourlyUseShape, { system: 'Autotask', purpose: 'read', request }, response);
	}

	async adjust(adjustment: AdjustmentToWrite, options: SendOptions = {}): Promise<WriteAnswer<number>> {
		const child = {
			contractId: adjustment.contractId,
			name: 'ServiceAdjustments',
			entity: 'ContractServiceAdjustments',
		};
		return { id: await createChild(this.querying, child, adjustmentBody(adjustment), options) };
	}

	async createContractService(
		line: ContractServiceToWrite,
		options: SendOptions = {},
	): Promise<WriteAnswer<ContractServiceId>> {
		const child = { contractId: line.contractId, name: 'Services', entity: 'ContractServices' };
		return { id: (await createChild(this.querying, child, contractServiceBody(line), options)) as ContractServiceId };
	}

	async createContract(contract: ContractToWrite, options: SendOptions = {}): Promise<WriteAnswer<ContractId>> {
		const periods = await this.picklists.periodTypes('Contracts');
		const body = contractBody(contract, {
			type: await this.picklists.recurringService(),
			status: await this.picklists.activeContract(),
			periodType: [...periods].find(([, periodType]) => periodType === contract.periodType)?.[0],
		});
		return { id: (await createEntity(this.querying, 'Contracts', body, options)) as ContractId };
	}

	async createCharge(charge: ChargeToWrite, options: SendOptions = {}): Promise<WriteAnswer<ChargeId>> {
		const body = chargeBody(charge, await this.picklists.chargeType());
		const child = { contractId: charge.contractId, name: 'Charges', entity: 'ContractCharges' };
		return { id: (await createChild(this.querying, child, body, options)) as ChargeId };
	}
}

function profileQuery(where: readonly Condition[]): Query<CompanyProfile> {
	return { entity: 'Companies', fields: read.profileFields, where, row: read.profileRow };
}

function companyQuery(where: readonly Condition[]): Query<Company> {
	return { entity: 'Companies', fields: read.companyFields, where, row: read.companyRow };
}
