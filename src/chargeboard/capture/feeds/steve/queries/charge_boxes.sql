-- What each charger is, as it last said when it started.
select distinct
    b.charge_box_id,
    b.ocpp_protocol,
    b.charge_point_vendor,
    b.charge_point_model,
    b.charge_point_serial_number,
    b.fw_version
from charge_box as b
inner join evse as e on e.charge_box_id = b.charge_box_id
where e.topology_source = 'ocpp1'
