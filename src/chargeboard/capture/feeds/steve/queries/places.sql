-- Which connector of which charger each number means.
select e.evse_pk, e.charge_box_id, b.ocpp_protocol, e.evse_id
from evse as e
inner join charge_box as b on b.charge_box_id = e.charge_box_id
where e.topology_source = 'ocpp1'
