import type { ConnectionId } from '../domain/ids';
import type { ImportStore } from '../ports/store/imports';
import type { MappingStore } from '../ports/store/mappings';
import type { SeenStore } from '../ports/store/seen';
import type { Binding } from './binding';
import { countCustomers, customersNamed, saveCustomers, searchCustomers, seenExternalIds } from './tables/customers';
import {
	countImports,
	endImportRun,
	intendImport,
	readImport,
	readImportRun,
	readImportsOfRun,
	settleImport,
	startImportRun,
} from './tables/imports';
import {
	readChargeMappings,
	readCustomerMappings,
	readProductMappings,
	removeChargeMapping,
	removeCustomerMapping,
	removeProductMapping,
	saveChargeMapping,
	saveCustomerMapping,
	saveCustomerMappings,
	saveProductMapping,
	saveProductMappings,
} from './tables/mappings';
import { countProducts, readProduct, saveServicePlans, searchProducts } from './tables/products';

/** Customers and products as the marketplace showed them last. */
export function seenMethods({ reading, writing }: Binding): SeenStore {
	return {
		saveCustomers: writing(saveCustomers),
		customerPage: reading(searchCustomers),
		seenExternalIds: reading(seenExternalIds),
		customersNamed: reading(customersNamed),
		productPage: reading(searchProducts),
		product: reading(readProduct),
		saveServicePlans: writing(saveServicePlans),
		countMapped: reading(async (database, connectionId: ConnectionId) => ({
			customers: await countCustomers(database, connectionId),
			products: await countProducts(database, connectionId),
		})),
	};
}

/** What they are mapped to. */
export function mappingMethods({ reading, writing }: Binding): MappingStore {
	return {
		customerMappings: reading(readCustomerMappings),
		saveCustomerMapping: writing(saveCustomerMapping),
		saveCustomerMappings: writing(saveCustomerMappings),
		removeCustomerMapping: writing(removeCustomerMapping),
		productMappings: reading(readProductMappings),
		saveProductMapping: writing(saveProductMapping),
		saveProductMappings: writing(saveProductMappings),
		removeProductMapping: writing(removeProductMapping),
		chargeMappings: reading(readChargeMappings),
		saveChargeMapping: writing(saveChargeMapping),
		removeChargeMapping: writing(removeChargeMapping),
	};
}

/** Companies that are to become customers. */
export function importMethods({ reading, writing }: Binding): ImportStore {
	return {
		startImportRun: writing(startImportRun),
		importRun: reading(readImportRun),
		endImportRun: writing(endImportRun),
		countImports: reading(countImports),
		importsOfRun: reading(readImportsOfRun),
		companyImport: reading(readImport),
		intendImport: writing(intendImport),
		settleImport: writing(settleImport),
	};
}
