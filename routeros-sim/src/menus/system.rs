//! System menus: identity, users, scheduler, scripts, containers, packages.

use super::{Kind, MenuSpec, Reference, Target, Unique};
use crate::provenance::Rule;

/// The policies of the group `full`, in the order in which the router prints them.
pub(crate) const ALL_POLICIES: &str = "local,telnet,ssh,ftp,reboot,read,write,policy,test,winbox,password,web,sniff,sensitive,api,romon,rest-api";

pub(super) const MENUS: &[MenuSpec] = &[
    MenuSpec {
        defaults: &[("name", "MikroTik")],
        ..MenuSpec::new("/system/identity")
    },
    MenuSpec {
        read_only: true,
        volatile: true,
        ..MenuSpec::new("/system/resource")
    },
    MenuSpec {
        read_only: true,
        defaults: &[("routerboard", "false")],
        ..MenuSpec::new("/system/routerboard")
    },
    MenuSpec {
        volatile: true,
        defaults: &[
            ("time-zone-autodetect", "true"),
            ("time-zone-name", "UTC"),
            ("gmt-offset", "+00:00"),
        ],
        ..MenuSpec::new("/system/clock")
    },
    MenuSpec {
        volatile: true,
        read_only: true,
        ..MenuSpec::new("/system/history")
    },
    MenuSpec {
        volatile: true,
        read_only: true,
        ..MenuSpec::new("/safe-mode")
    },
    MenuSpec {
        volatile: true,
        read_only: true,
        ..MenuSpec::new("/log")
    },
    MenuSpec {
        volatile: true,
        read_only: true,
        ..MenuSpec::new("/user/active")
    },
    MenuSpec {
        read_only: true,
        defaults: &[
            ("mode", "advanced"),
            ("scheduler", "true"),
            ("container", "true"),
            ("fetch", "true"),
            ("bandwidth-test", "true"),
            ("sniffer", "true"),
            ("zerotier", "true"),
        ],
        kinds: &[("scheduler", Kind::Bool), ("container", Kind::Bool)],
        ..MenuSpec::new("/system/device-mode")
    },
    MenuSpec {
        defaults: &[
            ("interval", "0s"),
            ("on-event", ""),
            (
                "policy",
                "ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon",
            ),
            ("disabled", "false"),
        ],
        auto_name: Some("schedule"),
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: item with such name already exists",
            rule: Rule::DuplicateRow,
        }),
        kinds: &[("start-time", Kind::Text)],
        ..MenuSpec::new("/system/scheduler")
    },
    MenuSpec {
        defaults: &[
            (
                "policy",
                "ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon",
            ),
            ("dont-require-permissions", "false"),
            ("source", ""),
        ],
        auto_name: Some("script"),
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: item with such name already exists",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/system/script")
    },
    MenuSpec {
        read_only: true,
        ..MenuSpec::new("/system/package")
    },
    MenuSpec {
        defaults: &[
            ("address", ""),
            ("group", "read"),
            ("inactivity-timeout", "10m"),
            ("inactivity-policy", "none"),
            ("disabled", "false"),
        ],
        required: &["name", "group"],
        references: &[Reference::one("group", Target::UserGroup)],
        hidden: &["password"],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: user with the same name already exists",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/user")
    },
    MenuSpec {
        defaults: &[("policy", ""), ("skin", "default")],
        required: &["name"],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: group with the same name already exists",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/user/group")
    },
    MenuSpec {
        defaults: &[("start-on-boot", "false"), ("logging", "false")],
        references: &[Reference::one("interface", Target::Veth)],
        ..MenuSpec::new("/container")
    },
    MenuSpec {
        ..MenuSpec::new("/container/mounts")
    },
    MenuSpec {
        ..MenuSpec::new("/container/envs")
    },
    MenuSpec {
        ..MenuSpec::new("/certificate")
    },
    MenuSpec {
        ..MenuSpec::new("/file")
    },
];
