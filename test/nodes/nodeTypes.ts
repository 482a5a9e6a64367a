import type { INodeType } from 'n8n-workflow';
import { BuildContractServices } from '../../nodes/BuildContractServices/BuildContractServices.node';
import { ImportCustomersTrigger } from '../../nodes/ImportCustomersTrigger/ImportCustomersTrigger.node';
import { MapCustomer } from '../../nodes/MapCustomer/MapCustomer.node';
import { MapProduct } from '../../nodes/MapProduct/MapProduct.node';
import { MarketplacePagesTrigger } from '../../nodes/MarketplacePagesTrigger/MarketplacePagesTrigger.node';
import { ResellerMarketplaceTrigger } from '../../nodes/ResellerMarketplaceTrigger/ResellerMarketplaceTrigger.node';
import { SyncContract } from '../../nodes/SyncContract/SyncContract.node';
import { SyncTasks } from '../../nodes/SyncTasks/SyncTasks.node';

/** Every node of the package by its type's name, as n8n makes it. */
export const nodeTypes: Readonly<Record<string, INodeType>> = {
	resellerMarketplaceTrigger: new ResellerMarketplaceTrigger(),
	importCustomersTrigger: new ImportCustomersTrigger(),
	marketplacePagesTrigger: new MarketplacePagesTrigger(),
	mapCustomer: new MapCustomer(),
	mapProduct: new MapProduct(),
	buildContractServices: new BuildContractServices(),
	syncContract: new SyncContract(),
	syncTasks: new SyncTasks(),
};
